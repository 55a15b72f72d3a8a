"""Households out of a roster of persons: one record for each, the members' rows belonging to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from desktop.domain.errors import Problem
from desktop.domain.standards import standard_term
from desktop.exchange.intake.finding import Table
from desktop.exchange.intake.found import FoundProblem, FoundRow, Guess, IgnoredRow
from desktop.exchange.intake.headings import key, lexicon, plain
from desktop.exchange.intake.records import RowsRead
from desktop.exchange.intake.sheet import Sheet

HEAD = "户主"

_OF_HOUSEHOLD = ("village_name", "group_name", "household_no", "head_name", "address", "household_tags")
_OF_PERSON = ("phone", "head_id_number", "note", "member_count", "resident_count")
_BASES = ("household_no", "head_name", "address")


def person_columns(table: Table) -> dict[str, int]:
    """The columns that speak of single persons: ``relation`` and ``name``, by their places."""
    known = lexicon("person").exact
    found: dict[str, int] = {}
    for column in table.columns:
        told = known.get(key(column.levels[-1]))
        if told and told[0] in ("relation", "name", "id_number", "sex") and "户主" not in column.heading[:2]:
            found.setdefault(told[0], column.place)
    return found


def is_roster(table: Table) -> bool:
    """Whether the rows are persons: they tell their relation to the head, or a name beside the head's."""
    persons = person_columns(table)
    heads = {column.place for column in table.columns if column.field == "head_name"}
    return "relation" in persons or ("name" in persons and bool(heads) and persons["name"] not in heads)


def gathered(sheet: Sheet, table: Table, read: RowsRead) -> RowsRead:
    """One record for each household; the rows of its members are named as such.

    What is wrong with a person (a telephone, a number of identity) is not held against the household.
    """
    persons = person_columns(table)
    result = RowsRead(ignored=list(read.ignored))
    for members in _households(sheet, persons, read.rows):
        head = _head_of(sheet, persons, members)
        numbers = {member.row for member in members}
        values, guesses = _told(sheet, persons, head, members)
        problems = [one for one in read.problems if one.problem.row in numbers]
        kept = [one for one in problems if one.problem.field in _OF_HOUSEHOLD and one.problem.field not in values]
        for one in problems:
            if one.problem.row == head.row and one.problem.field in _OF_PERSON:
                guesses.append(Guess(one.problem.field, str(one.problem.value or ""), None, "doubtful"))
        kept = _once(kept, head.row)
        result.problems += kept
        result.rows.append(FoundRow(head.sheet, head.row, values, tuple(guesses)))
        result.ignored += [IgnoredRow(one.sheet, one.row, "member") for one in members if one is not head]
    return result


def _households(sheet: Sheet, persons: dict[str, int], rows: Sequence[FoundRow]) -> list[list[FoundRow]]:
    """The rows of each household, by what they share, or from one head to the next."""
    base = next((name for name in _BASES if sum(name in row.values for row in rows) * 2 > len(rows)), "")
    if base == "head_name" and persons.get("name") is not None and not _is_shared(rows):
        base = ""
    if base:
        groups: dict[Any, list[FoundRow]] = {}
        for row in rows:
            told = (row.sheet, row.values.get(base) or row.row)
            groups.setdefault(told, []).append(row)
        return list(groups.values())
    found: list[list[FoundRow]] = []
    for row in rows:
        if not found or _relation(sheet, persons, row) == HEAD:
            found.append([])
        found[-1].append(row)
    return found


def _is_shared(rows: Sequence[FoundRow]) -> bool:
    names = [row.values.get("head_name") for row in rows]
    return len(set(names)) < len(names)


def _relation(sheet: Sheet, persons: dict[str, int], row: FoundRow) -> str:
    if "relation" not in persons:
        return ""
    text = plain(sheet.cell(row.row, persons["relation"]))
    return standard_term("relation", text) or text


def _name(sheet: Sheet, persons: dict[str, int], row: FoundRow) -> str:
    return plain(sheet.cell(row.row, persons["name"])) if "name" in persons else ""


def _head_of(sheet: Sheet, persons: dict[str, int], members: Sequence[FoundRow]) -> FoundRow:
    for member in members:
        if _relation(sheet, persons, member) == HEAD:
            return member
    named = {str(member.values.get("head_name", "")) for member in members}
    return next((member for member in members if _name(sheet, persons, member) in named - {""}), members[0])


def _told(
    sheet: Sheet, persons: dict[str, int], head: FoundRow, members: Sequence[FoundRow]
) -> tuple[dict[str, Any], list[Guess]]:
    values = {name: value for name, value in head.values.items() if name != "note"}
    guesses = [guess for guess in head.guesses if guess.field in values]
    for name in _OF_HOUSEHOLD:
        if name not in values:
            told = next((member.values[name] for member in members if name in member.values), None)
            if told is not None:
                values[name] = told
    if "head_name" not in values and (name := _name(sheet, persons, head)):
        values["head_name"] = name
        guesses.append(Guess("head_name", "", name, "filled"))
    if "member_count" not in values and len(members) > 1:
        values["member_count"] = len(members)
        guesses.append(Guess("member_count", "", len(members), "filled"))
    return values, guesses


def _once(problems: Iterable[FoundProblem], row: int) -> list[FoundProblem]:
    """Each problem of a household once, in the row that stands for it."""
    seen: dict[tuple[str, str], Problem] = {}
    sheets: dict[tuple[str, str], str] = {}
    for one in problems:
        seen.setdefault((one.problem.field, one.problem.kind), one.problem)
        sheets.setdefault((one.problem.field, one.problem.kind), one.sheet)
    return [FoundProblem(sheets[told], replace(problem, row=row)) for told, problem in seen.items()]
