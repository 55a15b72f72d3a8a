"""Households as the register keeps them: their numbers, their members, who is head, one household become two.

The number of a household stays whatever happens to it; numbers it had before are remembered (``former_numbers``), so
that visits made under them are found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.search import match_expression
from desktop.data.writing import Writing, writing
from desktop.domain.errors import Problem, Refused
from desktop.domain.households import HEAD, relation_to_new_head
from desktop.domain.kinds import HOUSEHOLD, PERSON
from desktop.services.finding import Query, Record, get_record, list_records
from desktop.services.household_numbers import next_household_no
from desktop.services.placing import scope_of
from desktop.services.recording import Saved, check_revision, check_values, current, refuse_withdrawn, title_of


def numbers_of(ledger: Ledger, household: str | Mapping[str, Any]) -> tuple[str, ...]:
    """The number of a household (its id or its values) and those it had before. Refused: ``not_found``."""
    values = _values_of(ledger, household)
    numbers = [values.get("household_no"), *(values.get("former_numbers") or [])]
    return tuple(dict.fromkeys(str(number) for number in numbers if number))


def members_of(ledger: Ledger, household_id: str) -> list[Record]:
    """The persons of a household, the head first, then in the order they were recorded. Refused: ``not_found``."""
    values = current(ledger, HOUSEHOLD, household_id)
    found = _persons(ledger, values)
    return sorted(found, key=lambda one: (one.values.get("relation") != HEAD, one.row))


def visits_of(ledger: Ledger, household: str | Mapping[str, Any], name: str = "", limit: int = 20) -> list[Record]:
    """The visits of a household (its id or its values), newest first: :func:`numbered_visits`, and those without a
    number that name the head, or else the given ``name``, and the group where there is one. Refused: ``not_found``.
    """
    values = _values_of(ledger, household)
    name, group = name or str(values.get("head_name") or ""), values.get("group_name")
    found = numbered_visits(ledger, values, limit)
    if name:
        # Namesakes of other groups are others.
        where = {"subject_name": name, "household_no": None, "unit_code": values.get("unit_code")}
        where |= {"group_name": group} if group else {}
        # The name as words too: there is an index of them, and none of the names themselves.
        found += list_records(ledger, Query("visit", where, text=name if match_expression(name) else "", limit=limit))
    return sorted(found, key=lambda one: (str(one.values.get("visited_on")), one.row), reverse=True)[:limit]


def numbered_visits(ledger: Ledger, household: str | Mapping[str, Any], limit: int = 20) -> list[Record]:
    """The visits under a household's number and those it had before, newest first: found by an index.

    ``household`` is its id or its values. Refused: ``not_found``.
    """
    values = _values_of(ledger, household)
    numbers = numbers_of(ledger, values)
    marks = ", ".join("?" * len(numbers))
    rows = ledger.database.execute_sql(
        f"SELECT id FROM visit WHERE household_no IN ({marks}) AND NOT is_withdrawn AND unit_code IS ? "
        "ORDER BY visited_on DESC, row DESC LIMIT ?",
        (*numbers, values.get("unit_code"), limit),
    ).fetchall()
    return [get_record(ledger, "visit", record_id) for (record_id,) in rows]


def proposed_relations(ledger: Ledger, household_id: str, person_id: str, among: Sequence[str] = ()) -> dict[str, str]:
    """What each member would be to a new head, by person id; empty where the old relations do not tell.

    ``among``: only these members (of a household that is split off). Refused: ``not_found``, ``not_a_member``.
    """
    members = [one for one in members_of(ledger, household_id) if not among or one.id in among]
    head = next((one for one in members if one.id == person_id), None)
    if head is None:
        raise Refused("not_a_member", id=person_id)
    was, sex = str(head.values.get("relation") or ""), head.values.get("sex")
    found = {person_id: HEAD}
    for one in members:
        if one.id != person_id:
            relation = str(one.values.get("relation") or "")
            kept = relation if was == HEAD else relation_to_new_head(relation, one.values.get("sex"), was, sex)
            found[one.id] = kept
    return found


def change_head(ledger: Ledger, household_id: str, person_id: str, relations: Mapping[str, str] | None = None) -> Saved:
    """Make a member the head; ``relations`` by person id say what the others are to him or her.

    Those it does not name get what follows from their old relation, or keep it. The number of the household stays, and
    so does its phone where the new head has none. One step of undo.

    Refused: ``not_found``, ``is_withdrawn``, ``not_a_member``, ``one_head_needed``, ``invalid``.
    """
    values = current(ledger, HOUSEHOLD, household_id)
    refuse_withdrawn(ledger, HOUSEHOLD, household_id)
    members = {one.id: one for one in members_of(ledger, household_id)}
    given = _given_relations(members, {**(relations or {}), person_id: HEAD})
    proposed = proposed_relations(ledger, household_id, person_id)
    wanted = {one: word or members[one].values.get("relation") for one, word in {**proposed, **given}.items()}
    _refuse_unless_one_head(wanted)
    patches = _checked_relations(ledger, members, wanted)
    with writing(ledger, "head_household", title_of(PERSON, members[person_id].values)) as changes:
        changes.update("household", household_id, _head_values(members[person_id].values, values))
        for one, patch in patches.items():
            changes.update("person", one, patch)
    return _saved(changes, household_id)


def split_household(
    ledger: Ledger,
    household_id: str,
    new_values: Mapping[str, Any],
    member_ids: Sequence[str],
    relations: Mapping[str, str],
) -> Saved:
    """Make a household of some members of another. The past stays: the old one keeps its number, visits and history.

    ``relations`` by person id say what the members are to the head of their household from now on, one of those who
    go is head; it may name those who stay too, one of whom must become head when the old one goes. ``new_values`` are
    values of the new household; number, group, head and phone are filled in where they are not given. The saved id is
    the new household's. One step of undo.

    Refused: ``not_found``, ``is_withdrawn``, ``not_a_member``, ``nobody_moves``, ``everybody_moves``,
    ``one_head_needed``, ``invalid``.
    """
    old = current(ledger, HOUSEHOLD, household_id)
    refuse_withdrawn(ledger, HOUSEHOLD, household_id)
    members = {one.id: one for one in members_of(ledger, household_id)}
    moving = list(dict.fromkeys(member_ids))
    given = _given_relations(members, {**dict.fromkeys(moving, ""), **relations})
    if not moving:
        raise Refused("nobody_moves")
    if len(moving) == len(members):
        raise Refused("everybody_moves")
    wanted = {one: given.get(one) or str(record.values.get("relation")) for one, record in members.items()}
    head_id = _refuse_unless_one_head({one: wanted[one] for one in moving})
    had_head = any(one.values.get("relation") == HEAD for one in members.values())
    staying = {one: word for one, word in wanted.items() if one not in moving}
    stays_head = _refuse_unless_one_head(staying) if had_head else None
    new = _new_household(ledger, old, new_values, members[head_id].values, len(moving))
    patches = _checked_relations(ledger, members, wanted)
    with writing(ledger, "split_household", str(new["head_name"])) as changes:
        new_id = changes.create("household", new, scope_of(ledger, new["unit_code"]))
        for one, patch in patches.items():
            moved = {"household_no": new["household_no"]} if one in moving else {}
            changes.update("person", one, {**patch, **moved})
        left = _left_values(old, members, moving)
        if stays_head is not None and members[stays_head].values.get("relation") != HEAD:
            left |= _head_values(members[stays_head].values, old)
        changes.update("household", household_id, left)
    return replace(_saved(changes, new_id), also=(("household", household_id), *(("person", one) for one in patches)))


# -- parts -----------------------------------------------------------------------------------------------------------


def _values_of(ledger: Ledger, household: str | Mapping[str, Any]) -> Mapping[str, Any]:
    return current(ledger, HOUSEHOLD, household) if isinstance(household, str) else household


def _persons(ledger: Ledger, household: Mapping[str, Any]) -> list[Record]:
    where = {name: household.get(name) for name in ("household_no", "unit_code")}
    return list_records(ledger, Query("person", where, limit=1000))


def _given_relations(members: Mapping[str, Record], relations: Mapping[str, str]) -> dict[str, str]:
    for person_id in relations:
        if person_id not in members:
            raise Refused("not_a_member", id=person_id)
    return {one: str(word or "").strip() for one, word in relations.items()}


def _refuse_unless_one_head(relations: Mapping[str, Any]) -> str:
    heads = [one for one, word in relations.items() if word == HEAD]
    if len(heads) != 1:
        raise Refused("one_head_needed", heads_found=len(heads))
    return heads[0]


def _checked_relations(
    ledger: Ledger, members: Mapping[str, Record], wanted: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """The relations as they are stored, of those who get another one or move."""
    problems: list[Problem] = []
    patches: dict[str, dict[str, Any]] = {}
    for row, (one, word) in enumerate(wanted.items(), start=1):
        clean, found = check_revision(ledger, PERSON, members[one].values, {"relation": word})
        problems += [replace(problem, row=row) for problem in found]
        patches[one] = clean
    if problems:
        raise Refused("invalid", problems=problems, rows=len({problem.row for problem in problems}))
    return patches


def _head_values(head: Mapping[str, Any], household: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "head_name": head["name"],
        "head_id_number": head.get("id_number"),
        "phone": head.get("phone") or household.get("phone"),
    }


def _new_household(
    ledger: Ledger, old: Mapping[str, Any], given: Mapping[str, Any], head: Mapping[str, Any], count: int
) -> dict[str, Any]:
    place = {name: old.get(name) for name in ("unit_code", "village_name", "group_name", "address")}
    values = {**place, **{name: value for name, value in given.items() if value not in (None, "", [])}}
    known = {"member_count": count, "phone": head.get("phone"), "split_from": old["household_no"]}
    known |= {"head_name": head["name"], "head_id_number": head.get("id_number")}
    values = {**{name: value for name, value in known.items() if value is not None}, **values}
    number = values.get("household_no") or next_household_no(ledger, values["unit_code"], values.get("group_name"))
    clean, problems = check_values(ledger, HOUSEHOLD, {**values, "household_no": number})
    if clean.get("unit_code") != old.get("unit_code"):
        problems.append(Problem("not_settable", "unit_code", clean.get("unit_code")))
    if _is_taken(ledger, str(number), old.get("unit_code")):
        problems.append(Problem("number_taken", "household_no", number))
    if problems:
        raise Refused("invalid", problems=problems, rows=1)
    return {name: value for name, value in clean.items() if value is not None}


def _is_taken(ledger: Ledger, number: str, unit_code: object) -> bool:
    rows = ledger.database.execute_sql(
        "SELECT 1 FROM household WHERE household_no = ? AND unit_code IS ? AND NOT is_withdrawn", (number, unit_code)
    )
    return rows.fetchone() is not None


def _left_values(old: Mapping[str, Any], members: Mapping[str, Record], moving: Sequence[str]) -> dict[str, Any]:
    """What the count of a household becomes when some go, where it was kept at all."""
    counts = {"member_count": len(moving)}
    counts["resident_count"] = sum(members[one].values.get("resident") == "yes" for one in moving)
    return {name: max(0, old[name] - gone) for name, gone in counts.items() if isinstance(old.get(name), int)}


def _saved(changes: Writing, household_id: str) -> Saved:
    also = tuple((act.kind, act.record_id) for act in changes.acts if act.record_id != household_id)
    kinds = frozenset({"household", "person"})
    return Saved("household", (household_id,), changes.step_id, kinds, also, is_changed=bool(changes.acts))
