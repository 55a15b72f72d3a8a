"""Handling many issues: the menu of steps with counts, one dialog, one preview, one act, one way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.errors import Refused
from desktop.domain.fields import Field
from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import Transition
from desktop.services.many import (
    ManyDone,
    ManyOffer,
    Preview,
    apply_to_many,
    change_many,
    offers_for_many,
    preview,
    preview_change,
)
from desktop.services.proposing import proposals_for_many
from desktop.ui.context import Context
from desktop.ui.many_preview import ManyPreview
from desktop.ui.operations import Job
from desktop.ui.saying import say_done
from desktop.ui.step_dialogs import StepDialog, event_fields, plain_context
from desktop.ui.translation import label_of
from desktop.wording import sentence

_PLAIN = ("due_on", "owner", "leader", "lead_unit", "urgency", "category")
"""Fields that are filled in for many at once, without a step."""


class ManySteps(QObject):
    """Object names begin with ``name``. ``picked`` gives the ids of the issues that are selected."""

    def __init__(self, context: Context, name: str, picked: Callable[[], Sequence[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._name = name
        self._picked = picked
        self._widget = parent

    def fill_menu(self, menu: QMenu) -> None:
        """Offer the steps that at least one selected issue can take now, with how many can."""
        menu.clear()
        ids = tuple(self._picked())
        for offer in offers_for_many(self._context.ledger, ids):
            self._offer(menu, offer, ids)
        menu.addSeparator()
        fill_in = menu.addAction(self.tr("填写时限、责任人等…"))
        fill_in.setObjectName(f"{self._name}.step.change")
        fill_in.setToolTip(self.tr("直接填写还没有交办的问题；已交办的，时限和责任人要办理。"))
        fill_in.triggered.connect(lambda: self.change(ids))

    def take(self, step: Transition, ids: Sequence[str], values: Mapping[str, Any] | None = None) -> None:
        """Ask what the step needs and go on to the preview. ``values`` are what was filled in before."""
        context, act = self._context, label_of(step)
        self._ask(
            act,
            ids,
            event_fields(step),
            values if values is not None else proposals_for_many(context.ledger, step, today=context.today()),
            look=lambda given: preview(context.ledger, ids, step.event, given),
            carry_out=lambda given, job: apply_to_many(
                context.ledger, ids, step.event, given, progress=job.tell, cancelled=job.is_cancelled
            ),
            again=lambda given: self.take(step, ids, given),
        )

    def change(self, ids: Sequence[str], values: Mapping[str, Any] | None = None) -> None:
        """Ask for values of plain fields and go on to the preview."""
        ledger = self._context.ledger
        self._ask(
            self.tr("填写"),
            ids,
            [(ISSUE.field(name), False) for name in _PLAIN],
            values or {},
            look=lambda given: preview_change(ledger, ids, given),
            carry_out=lambda given, job: change_many(ledger, ids, given, progress=job.tell, cancelled=job.is_cancelled),
            again=lambda given: self.change(ids, given),
        )

    def _offer(self, menu: QMenu, offer: ManyOffer, ids: Sequence[str]) -> None:
        count = str(len(ids)) if offer.able == len(ids) else f"{offer.able}/{len(ids)}"
        action = menu.addAction(f"{label_of(offer.step)}…  {count}")
        action.setObjectName(f"{self._name}.step.{offer.step.event}")
        action.setEnabled(offer.refusal is None)
        if offer.refusal is not None:
            action.setToolTip(sentence(offer.refusal, self._context.preferences.language))
        action.triggered.connect(lambda: self.take(offer.step, ids))

    def _ask(
        self,
        act: str,
        ids: Sequence[str],
        fields: Sequence[tuple[Field, bool]],
        values: Mapping[str, Any],
        look: Callable[[dict[str, Any]], Preview],
        carry_out: Callable[[dict[str, Any], Job[ManyDone]], ManyDone],
        again: Callable[[dict[str, Any]], object],
    ) -> None:
        context = self._context

        def given(said: dict[str, Any]) -> None:
            # What is left empty stays as it is in each issue.
            said = {name: value for name, value in said.items() if value not in (None, "", [])}
            context.worker.run(lambda _job: look(said), done=lambda found: shown(said, found), refused=refuse)

        def refuse(refusal: Refused) -> None:
            dialog.show_refusal(refusal, context.preferences.language)

        def shown(said: dict[str, Any], found: Preview) -> None:
            wrong = [one.refusal for one in found.unable if one.refusal is not None and one.refusal.code == "invalid"]
            if wrong and not found.able:
                refuse(wrong[0])
                return
            dialog.accept()
            self._show(act, said, found, carry_out, again)

        dialog = StepDialog(
            f"{self._name}.step",
            self.tr("{act}：{count} 个问题").format(act=act, count=len(ids)),
            self.tr("下一步：预览"),
            fields,
            plain_context(context.today, lambda _name: []),
            given,
            self._widget.window(),
            explanation=self.tr("填一次，用于全部选中的问题；空着的项，各个问题保持原来的内容。"),
        )
        dialog.set_values(values)
        dialog.open()

    def _show(
        self,
        act: str,
        said: dict[str, Any],
        found: Preview,
        carry_out: Callable[[dict[str, Any], Job[ManyDone]], ManyDone],
        again: Callable[[dict[str, Any]], object],
    ) -> None:
        ManyPreview(
            f"{self._name}.preview",
            act,
            found,
            self._context.today(),
            self._context.preferences.language,
            on_act=lambda: self._do(act, lambda job: carry_out(said, job)),
            on_back=lambda: again(said),
            parent=self._widget.window(),
        ).open()

    def _do(self, act: str, work: Callable[[Job[ManyDone]], ManyDone]) -> None:
        context = self._context

        def done(result: ManyDone) -> None:
            if result.ids:
                context.announcer.announce(result.changed_kinds, frozenset(result.ids))
            left = len(result.items) - len(result.ids)
            text = self.tr("已对 {count} 个问题{act}").format(count=len(result.ids), act=act)
            text += self.tr("，{left} 个没有改动").format(left=left) if left else ""
            say_done(context, text, result.step_id)

        job = context.worker.run(work, done=done, refused=context.say_refusal)
        context.shell.busy(job, self.tr("正在对选中的问题{act}").format(act=act))
