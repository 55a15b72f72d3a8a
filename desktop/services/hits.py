"""What is shown of a record that was found, and where in it the words stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.data.ledger import Ledger
from desktop.data.names import NAMED_KINDS
from desktop.data.search import folded, listed
from desktop.domain.changes import Level
from desktop.domain.fields import Field, Personal
from desktop.domain.kinds import KINDS
from desktop.domain.masks import mask
from desktop.domain.sight import masked_fields
from desktop.services.finding import Record
from desktop.services.knowing import known_of
from desktop.services.marking_matches import Marked, excerpt, marked
from desktop.services.query_words import Word
from desktop.services.sight import Sight
from desktop.services.word_conditions import visible_fields

_HINTS = {
    "visit": ("visited_on", "village_name", "group_name", "visitors"),
    "issue": ("collected_on", "village_name", "code", "owner"),
    "village": ("year",),
}
"""What tells records from others of their title; people of registers have their own way."""

_NAMES = frozenset({"owner", "leader", "visitors", "contact", "legal_person"})
"""Fields of names that are not declared personal: of those who act for an office."""


NOTHING = Marked("")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found. ``hint`` tells it from others of its title; ``status`` is that of an issue.

    ``passage`` is what was found beside title and hint, of the field ``field``; empty where these say it all. Numbers
    are masked as in lists.
    """

    kind: str
    id: str
    title: Marked
    hint: Marked
    status: str = ""
    field: str = ""
    passage: Marked = NOTHING


def hit_of(ledger: Ledger, record: Record, words: Sequence[Word], *, sight: Sight, hint: str = "") -> Hit:
    """What is shown of a record that has the words; the ``hint`` of somebody who is known already may be given."""
    kind, values = KINDS[record.kind], record.values
    title = _marked(record.kind, kind.field(kind.title_field), str(values.get(kind.title_field) or ""), words)
    told = marked(hint, words) if hint else _hint(ledger, record, words)
    left = [word for word in words if not _is_shown(record, word, (title, told))]
    field, passage = _passage(record, left, words, sight) if left else ("", NOTHING)
    status = str(values.get("status") or "") if record.kind == "issue" else ""
    return Hit(record.kind, record.id, excerpt(title), told, status, field, excerpt(passage))


def _is_shown(record: Record, word: Word, shown: Sequence[Marked]) -> bool:
    """Whether title and hint say already why a word fits."""
    if word.is_day and KINDS[record.kind].date_field:
        return True
    # Any mark will do for letters: what they spell is marked in names only.
    return any(word.text in folded(one.text) or (word.letters and _has_name(record.kind, one, word)) for one in shown)


def _has_name(kind: str, shown: Marked, word: Word) -> bool:
    return any(_marked_name(kind, part, [word]).marks for part in shown.text.replace("、", " · ").split(" · "))


def _hint(ledger: Ledger, record: Record, words: Sequence[Word]) -> Marked:
    kind, values = KINDS[record.kind], record.values
    if record.kind in NAMED_KINDS:
        return marked(known_of(ledger, record.kind, record.id, values).hint, words)
    names = [
        name
        for name in _HINTS[record.kind]
        if values.get(name) and (name != "village_name" or ledger.office.level is Level.TOWN)
    ]
    return _joined([_marked(record.kind, kind.field(name), _text(values[name]), words) for name in names])


def _joined(parts: Sequence[Marked], between: str = " · ") -> Marked:
    text, marks = "", []
    for part in parts:
        text += between if text else ""
        marks += [(first + len(text), end + len(text)) for first, end in part.marks]
        text += part.text
    return Marked(text, tuple(marks))


def _text(value: object) -> str:
    return listed(value) if isinstance(value, list) else str(value)


def _passage(record: Record, left: Sequence[Word], words: Sequence[Word], sight: Sight) -> tuple[str, Marked]:
    """The field that holds most of the words that are not shown yet; one that is masked says only which it is."""
    best, found = 0, ("", NOTHING)
    masked = masked_fields(KINDS[record.kind], sight.masked)
    for field, text in _texts(record, sees=sight.may_see):
        is_hidden = field in masked
        fits = sum(1 for word in left if _marked(record.kind, field, text, [word]).marks)
        if fits > best:
            shown = str(mask(field.personal, text)) if is_hidden and field.personal else text
            best = fits
            found = field.name, Marked(shown) if is_hidden else _marked(record.kind, field, shown, words)
    return found


def _texts(record: Record, *, sees: bool) -> Iterator[tuple[Field, str]]:
    kind = KINDS[record.kind]
    for field in visible_fields(kind, sees=sees):
        value = record.values.get(field.name)
        if value and field.name != kind.title_field:
            yield field, _text(value)


def _marked(kind: str, field: Field, text: str, words: Sequence[Word]) -> Marked:
    is_name = field.personal is Personal.NAME or field.name in _NAMES or (kind in NAMED_KINDS and field.name == "name")
    if not is_name:
        return marked(text, words)
    # Of several names each is spelled by itself.
    return _joined([_marked_name(kind, part, words) for part in text.split("、")], "、")


def _marked_name(kind: str, name: str, words: Sequence[Word]) -> Marked:
    return marked(name, words, is_name=True, person=kind != "enterprise")
