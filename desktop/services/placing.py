"""Which village a record belongs to, and so which scope its changes go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from desktop import paths
from desktop.data.ledger import Ledger
from desktop.domain.changes import Level, private_scope, scope_of_village
from desktop.domain.errors import Problem
from desktop.domain.fields import RecordKind
from desktop.domain.identifiers import DivisionLevel, to_half_width

if TYPE_CHECKING:
    from desktop.data.divisions import Divisions

_SUFFIXES = ("村民委员会", "居民委员会", "社区居委会", "村委会", "居委会")


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    """The country's division codes as shipped; opened once, on first use."""
    # Loaded here: an office that only records its own village never looks anything up.
    from desktop.data.divisions import Divisions

    return Divisions(paths.resource_dir() / "divisions")


def known_name(ledger: Ledger, scope: str) -> str:
    """The name of the office that a scope belongs to, as this ledger has been told it; empty where it has not."""
    found = ledger.database.execute_sql("SELECT unit_name FROM scope WHERE name = ?", (scope,)).fetchone()
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Unit:
    """An office found in the division codes: what people call it, its town ('' for a town), and where it lies.

    ``path`` names it and everything above it, itself first: 唐陵村, 天王镇, 句容市, 镇江市, 江苏省.
    """

    code: str
    name: str
    town_name: str
    path: tuple[str, ...]


def find_units(text: str, level: str, limit: int = 20) -> list[Unit]:
    """Offices of a level (``village`` or ``town``) whose code, name or pinyin begins so, best first.

    It reads every village of the country and may take a second: never call it on the GUI thread.
    """
    found = divisions().search(text, DivisionLevel(level), limit)
    return [Unit(one.code, one.common_name, one.town, one.path[::-1]) for one in found]


def forget_units() -> None:
    """Let go of what :func:`find_units` keeps in memory."""
    divisions().forget()


def scope_of(ledger: Ledger, unit_code: str) -> str:
    """The scope of a record of this unit: the village's shared one, or the town's own private one."""
    return private_scope(unit_code) if unit_code.endswith("000") else scope_of_village(unit_code)


def villages_of(ledger: Ledger) -> dict[str, str]:
    """The villages of a ledger: code to name, those known from the division codes and from received workbooks."""
    office = ledger.office
    if office.level is Level.VILLAGE:
        return {office.code: office.name}
    found = dict(_shipped(office.town_code))
    rows = ledger.database.execute_sql("SELECT name, unit_name FROM scope WHERE name LIKE 'village:%'")
    found.update({name.removeprefix("village:"): unit_name for name, unit_name in rows if unit_name})
    return found


@lru_cache(maxsize=8)
def _shipped(town_code: str) -> tuple[tuple[str, str], ...]:
    return tuple((village.code, village.common_name) for village in divisions().villages_of(town_code[:9]))


def names_another_village(ledger: Ledger, unit_code: str, name: object) -> bool:
    """Whether the name is that of another village of the same town than the one of this code."""
    wanted = _plain(str(name or "").strip())
    office = ledger.office
    if not wanted or (unit_code == office.code and wanted == _plain(office.name)):
        return False
    codes = {
        code
        for code, known in (dict(_shipped(office.town_code)) | villages_of(ledger)).items()
        if _plain(known) == wanted
    }
    return bool(codes) and unit_code not in codes


def _plain(name: str) -> str:
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name.removesuffix("村").removesuffix("社区")


def _words(value: object) -> str:
    # JSON may give 0 or false: no names of villages, but not nothing either.
    return "" if value is None else str(value).strip()


def _named(values: dict[str, Any], name: str) -> dict[str, Any]:
    # One wrong code is one problem: that no name follows from it is not to be told as well.
    return {**values, "village_name": values.get("village_name") or name}


def place(
    ledger: Ledger, kind: RecordKind, values: Mapping[str, Any], row: int = 1
) -> tuple[dict[str, Any], list[Problem]]:
    """The values with unit code and village name filled in, and what is wrong with them.

    A village records only its own; a town names the village by code or by name, and for its registers may leave both
    out to mean itself.
    """
    office = ledger.office
    filled = dict(values)
    code, name = to_half_width(_words(filled.get("unit_code"))), _words(filled.get("village_name"))
    if office.level is Level.VILLAGE:
        if code and code != office.code:
            params = {"name": office.name, "code": office.code}
            return _named(filled, office.name), [Problem("foreign_unit", "unit_code", code, row, params)]
        if names_another_village(ledger, office.code, name):
            params = {"name": office.name, "code": office.code}
            return filled, [Problem("foreign_unit", "village_name", name, row, params)]
        return {**filled, "unit_code": office.code, "village_name": filled.get("village_name") or office.name}, []
    if code:
        if not code.startswith(office.code[:9]):
            params = {"name": office.name, "code": office.code}
            return _named(filled, office.name), [Problem("foreign_unit", "unit_code", code, row, params)]
        known = name or villages_of(ledger).get(code) or (office.name if code == office.code else "")
        return {**filled, "unit_code": code, "village_name": known or None}, []
    if name and _plain(name) != _plain(office.name):
        codes = [code for code, known in villages_of(ledger).items() if _plain(known) == _plain(name)]
        if len(codes) != 1:
            return filled, [Problem("unknown_village", "village_name", name, row, {"town": office.name})]
        return {**filled, "unit_code": codes[0]}, []
    if name or not kind.field("village_name").required:
        return {**filled, "unit_code": office.code, "village_name": name or office.name}, []
    return filled, []
