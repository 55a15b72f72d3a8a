"""Which column of a table carries which field: by its heading, by what was learnt, by what stands in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.fields import Field, FieldKind
from desktop.exchange.intake.content import TYPED, Profile, fit
from desktop.exchange.intake.headings import Candidate, Lexicon, candidates, common_headings, key, lexicon
from desktop.exchange.intake.heads import HeadColumn
from desktop.exchange.intake.marks import STAFF

LEAST_SCORE = 0.58
"""A column is given to no field below this."""

_CERTAIN = ("label", "learnt", "person")
_BY_CONTENT = {
    FieldKind.ID_NUMBER: 0.75,
    FieldKind.CREDIT_CODE: 0.75,
    FieldKind.PHONES: 0.7,
    FieldKind.CHOICE: 0.7,
    FieldKind.DATE: 0.62,
}
_CLEARLY = 0.9


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its field, None for none; ``marks`` is the choice or word that a tick in it stands for."""

    place: int
    heading: str
    levels: tuple[str, ...]
    field: str | None
    score: float
    source: str
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known beside the words of the kind: headings corrected before, categories of the office, corrections now.

    ``told`` is by heading as it is told, ``assigned`` by place of a column.
    """

    learnt: Mapping[str, str | None]
    categories: Collection[str]
    told: Mapping[str, str | None]


def assigned(
    kind_name: str,
    columns: Sequence[HeadColumn],
    profiles: Mapping[int, Profile],
    known: Knowledge,
    corrections: Mapping[int, str | None],
) -> list[Column]:
    """Every column with its field. One field goes to one column, except where ticks in several make one choice.

    ``corrections`` are those of a person, by the place of the column.
    """
    lex = lexicon(kind_name)
    fixed = _fixed(columns, known, corrections)
    ticked = _ticked(lex, columns, profiles, fixed)
    taken = {name for name in fixed.values() if name} | {name for name, _ in ticked.values()}
    ranked: list[tuple[float, int, Candidate]] = []
    for column in columns:
        if column.place in fixed or column.place in ticked:
            continue
        for one in _judged(lex, column, profiles[column.place], known):
            ranked.append((-one.score, column.place, one))
    ranked.sort(key=lambda entry: entry[:2])
    given: dict[int, Candidate] = {}
    for _, place, one in ranked:
        if place in given or one.field in taken:
            continue
        given[place] = one
        if one.field:
            taken.add(one.field)
    found = []
    for column in columns:
        place, heading = column.place, column.heading
        if place in fixed:
            found.append(Column(place, heading, column.levels, fixed[place], 1.0, "person"))
        elif place in ticked:
            name, word = ticked[place]
            found.append(Column(place, heading, column.levels, name, 0.9, "alias", word))
        elif place in given and given[place].field:
            one = given[place]
            found.append(Column(place, heading, column.levels, one.field, one.score, one.source))
        else:
            found.append(Column(place, heading, column.levels, None, 0.0, "none"))
    return found


def _fixed(
    columns: Sequence[HeadColumn], known: Knowledge, corrections: Mapping[int, str | None]
) -> dict[int, str | None]:
    by_heading = {key(heading): name for heading, name in known.told.items()}
    fixed: dict[int, str | None] = {}
    for column in columns:
        whole = "/".join(key(level) for level in column.levels)
        if column.place in corrections:
            fixed[column.place] = corrections[column.place]
        elif column.heading in known.told:
            fixed[column.place] = known.told[column.heading]
        elif whole in by_heading:
            fixed[column.place] = by_heading[whole]
    seen: set[str] = {name for name in corrections.values() if name}
    for place, name in list(fixed.items()):
        if place not in corrections and name is not None:
            if name in seen:
                del fixed[place]
            seen.add(name)
    return fixed


def _judged(lex: Lexicon, column: HeadColumn, profile: Profile, known: Knowledge) -> list[Candidate]:
    """The fields a column may carry, with scores by heading and content together."""
    found = []
    for one in candidates(lex.kind.name, column.levels, known.learnt):
        if one.source == "learnt" or not one.field:
            return [one]
        if one.field in lex.fields:
            score = _weighed(lex.fields[one.field], one, profile, known)
            if score >= LEAST_SCORE:
                found.append(Candidate(one.field, score, one.source))
    return found or _by_content(lex, column, profile, known)


def _weighed(field: Field, one: Candidate, profile: Profile, known: Knowledge) -> float:
    if not profile.is_known:
        return one.score
    part = fit(field, profile, known.categories)
    if one.source in _CERTAIN:
        return one.score if part > 0 else one.score - 0.3
    if field.kind not in TYPED:
        return one.score * (0.6 + 0.4 * part) if one.source == "likely" else one.score * (0.8 + 0.2 * part)
    if part < 0.2:
        return 0.0
    return one.score * (0.65 + 0.35 * part) + (0.1 * part if one.source == "likely" else 0)


def _by_content(lex: Lexicon, column: HeadColumn, profile: Profile, known: Knowledge) -> list[Candidate]:
    """What a column is whose heading says nothing: numbers of identity, telephones, words of a choice, the day."""
    words = "".join(column.levels)
    is_known_word = key(column.levels[-1]) in common_headings()
    if not profile.is_known or is_known_word or any(staff in words for staff in STAFF):
        return []
    found = []
    for field in lex.fields.values():
        score = _BY_CONTENT.get(field.kind)
        if score is None or (field.kind is FieldKind.DATE and field.name != lex.kind.date_field):
            continue
        if field.kind is FieldKind.CHOICE and (
            {one.code for one in field.choices} == {"yes", "no"} or profile.number > 0.3
        ):
            continue
        distinct = len(set(profile.texts))
        if fit(field, profile, known.categories) >= _CLEARLY and (field.kind is not FieldKind.CHOICE or distinct > 1):
            found.append(Candidate(field.name, score, "content"))
    return found if len({one.score for one in found}) == len(found) else found[:1]


def _ticked(
    lex: Lexicon, columns: Sequence[HeadColumn], profiles: Mapping[int, Profile], fixed: Mapping[int, str | None]
) -> dict[int, tuple[str, str]]:
    """Columns under one heading whose own words are choices, ticked in the rows: 走访方式/入户, 走访方式/电话."""
    groups: dict[str, list[HeadColumn]] = {}
    for column in columns:
        if len(column.levels) > 1 and column.place not in fixed and profiles[column.place].tick >= _CLEARLY:
            groups.setdefault(column.levels[-2], []).append(column)
    found: dict[int, tuple[str, str]] = {}
    for above, members in groups.items():
        named = lex.exact.get(key(above))
        field = lex.fields.get(named[0]) if named else None
        if (
            field is None
            or len(members) < 2
            or field.kind not in (FieldKind.CHOICE, FieldKind.LIST, FieldKind.CATEGORY)
        ):
            continue
        for member in members:
            found[member.place] = (field.name, member.levels[-1])
    return found
