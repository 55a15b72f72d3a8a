"""Driving the command line in this process, as scripts do from outside."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from desktop.cli.running import application

VILLAGE = ("321183108212", "唐陵村")
OTHER_VILLAGE = ("321183108209", "戴庄村")
TOWN = ("321183108000", "天王镇")


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


class Office:
    """One ledger and the commands on it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *arguments: str, given: Any = None) -> Answer:
        text = None if given is None else given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
        result = CliRunner().invoke(application, ["--db", str(self.path), *arguments], input=text)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    def json(self, *arguments: str, given: Any = None) -> Any:
        """The document of a command that must succeed."""
        answer = self(*arguments, "--json", given=given)
        assert answer.code == 0, answer
        return answer.json


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., Office]:
    """Founds ledgers: ``found("唐陵", "village", VILLAGE)``."""

    def make(name: str, level: str, unit: tuple[str, str]) -> Office:
        office = Office(tmp_path / f"{name}.db")
        options = ["--level", level, "--code", unit[0], "--name", unit[1], "--actor", "李四"]
        if level == "village":
            options += ["--town-name", TOWN[1]]
        assert office("init", *options).code == 0
        return office

    return make


@pytest.fixture
def village(found: Callable[..., Office]) -> Office:
    """A new village ledger."""
    return found("village", "village", VILLAGE)


@pytest.fixture
def town(found: Callable[..., Office]) -> Office:
    """A new town ledger."""
    return found("town", "town", TOWN)
