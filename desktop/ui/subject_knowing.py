"""The field of a form in which somebody of the registers is named: offered while typing, and filled in when chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.domain.kinds import KINDS
from desktop.services.acquainting import filled_in
from desktop.services.knowing import LIMIT, SUBJECTS, Known, known
from desktop.ui.context import Context
from desktop.ui.entry import RecordEntry
from desktop.ui.offer_list import Offer, OfferList
from desktop.ui.unmasking import bring_in
from desktop.ui.widgets.texts import LineEdit

_MOST_WORDS = 3
"""Names from earlier records that are offered below those of the registers."""


class SubjectKnowing(QObject):
    """Offers whom ``field`` of the form may mean. What a person typed is never overwritten.

    ``fields`` says which field of the form takes which of :func:`desktop.services.acquainting.filled_in`;
    ``more(text)`` gives offers of the caller's own for the end of the list, whose ``what`` is to be called.
    """

    met = Signal(str, str)
    """Kind and id of somebody chosen, or named so that nobody else can be meant."""
    lost = Signal()
    """The name was changed: it is nobody chosen any more."""

    def __init__(
        self,
        context: Context,
        entry: RecordEntry,
        field: str,
        fields: Mapping[str, str],
        more: Callable[[str], Sequence[Offer]] = lambda _text: (),
    ) -> None:
        super().__init__(entry)
        self._context = context
        self._entry = entry
        self._field = field
        self._fields = fields
        self._more = more
        self._given: dict[str, Any] = {}
        self._filled: dict[str, Any] = {}
        self._looked_up: object = None
        line = entry.form.row(field).editor
        if not isinstance(line, LineEdit):
            raise TypeError(field)
        self.list = OfferList(line, self._offers, self._choose)
        line.editingFinished.connect(self._on_finished)
        line.textEdited.connect(self._on_edited)
        entry.form.verticalScrollBar().valueChanged.connect(self.list.close)

    def begin(self, given: Mapping[str, Any]) -> None:
        """A record is begun; ``given`` are the values it begins with, which give way to what is known."""
        self._given, self._filled = dict(given), {}
        self._looked_up = given.get(self._field)
        self.list.close()

    def choose(self, kind: str, record_id: str) -> None:
        """Fill in what is known of somebody."""
        filled = filled_in(self._context.ledger, kind, record_id)
        named = {name: filled[source] for source, name in self._fields.items() if source in filled}
        allowed = bring_in(self._context, KINDS[kind], record_id, named, self._entry.kind)
        form = self._entry.form
        for name in self._fields.values():
            value, typed = allowed.get(name), form.row(name).editor.value()
            if name != self._field and not self._may_set(name, value, typed):
                continue
            form.set_value(name, value)
            self._filled[name] = form.row(name).editor.value()
        self._looked_up = form.row(self._field).editor.value()
        self._entry.drafts.touch()
        self.met.emit(kind, record_id)

    def _may_set(self, name: str, value: Any, typed: object) -> bool:
        if typed is None:
            return value is not None
        if name == "kind":
            # Only between these two is it told by whom one visits; a telephone call stays one.
            return typed in ("household", "enterprise") and typed in (self._given.get(name), self._filled.get(name))
        if typed == self._filled.get(name):
            return True
        return value is not None and typed == self._given.get(name)

    def _offers(self, text: str) -> list[Offer]:
        found = [Offer(one.title, one.hint, one) for one in self._known(text, SUBJECTS)]
        titles = {offer.title for offer in found}
        words = [word for word in self._entry.offers.words(self._field) if text.strip() in word and word not in titles]
        return [*found, *map(Offer, words[:_MOST_WORDS]), *self._more(text.strip())]

    def _known(self, text: str, kinds: Sequence[str], limit: int = LIMIT) -> list[Known]:
        """Those of the group first; in a town, where the village is named, only its own people."""
        form, ledger = self._entry.form, self._context.ledger
        group, village = (
            str(form.row(name).editor.value() or "") if name in form.field_names else ""
            for name in ("group_name", "village_name")
        )
        is_town = ledger.office.level == "town"
        return known(ledger, text, kinds, limit, near=group, village=village if is_town else "")

    def _choose(self, offer: Offer) -> None:
        if isinstance(offer.what, Known):
            self.choose(offer.what.kind, offer.what.id)
        elif offer.what is not None:
            offer.what()
        else:
            self._entry.form.set_value(self._field, offer.title)
            self._entry.drafts.touch()
            self._on_finished()

    def _on_edited(self) -> None:
        if self._looked_up is not None:
            self._looked_up = None
            self.lost.emit()

    def _on_finished(self) -> None:
        """A name that only one household or enterprise has brings its values along, unchosen."""
        name = str(self._entry.form.row(self._field).editor.value() or "").strip()
        if self._entry.is_change or not name or name == self._looked_up:
            return
        self._looked_up = name
        kinds = ("household", "enterprise")
        same = [one for one in self._known(name, kinds, limit=20) if one.title == name]
        if len(same) == 1:
            self.choose(same[0].kind, same[0].id)


def new_offer(label: str, name: str, act: Callable[[], object]) -> Offer:
    """The offer to make somebody who is not in the registers."""
    text = QCoreApplication.translate("SubjectKnowing", "新建{label}“{name}”…")
    return Offer(text.format(label=label, name=name), "", act)
