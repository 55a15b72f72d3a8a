"""The command line as it is run: every command is registered, whatever nobody caught is said in a sentence."""

from __future__ import annotations

import sys

import typer

from desktop.cli import (
    attaching,
    clues,
    commands,
    exchanging,
    figures,
    keeping,
    knowing,
    locking,
    many,
    people,
    printing,
    registers,
    reminding,
    retaining,
    searching,
    settling,
    steps,
    taking,
    templates,
)
from desktop.cli.application import application
from desktop.cli.speaking import say_fault, speak_utf8

__all__ = [
    "application",
    "attaching",
    "clues",
    "commands",
    "exchanging",
    "figures",
    "keeping",
    "knowing",
    "locking",
    "many",
    "people",
    "printing",
    "registers",
    "reminding",
    "retaining",
    "run",
    "searching",
    "settling",
    "steps",
    "taking",
    "templates",
]


def run() -> None:
    """Run the command given on the command line."""
    speak_utf8()
    # Called by way of Typer's own entry, a fault would come out as its picture of the stack.
    sys.excepthook = say_fault
    typer.main.get_command(application)()
