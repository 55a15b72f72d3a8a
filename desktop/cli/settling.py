"""The commands of conflicts and receipts: what stands against each other, settling it, who has what of whom."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.speaking import say, shown_value
from desktop.domain.changes import Level
from desktop.domain.folding import STANDING, STATUS
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import transition
from desktop.services import finding, monthly, numbering, receipts, settling
from desktop.wording import conflict_field, gap_sentence

EVERY = 2**31 - 1


@application.command()
def conflicts(context: typer.Context, as_json: Json = False) -> None:
    """列出还没有处理的冲突，和重复的问题编号。"""
    with opened_ledger(context, as_json) as ledger:
        found = settling.open_conflicts(ledger, limit=EVERY)
        shared = numbering.namesakes(ledger)
        document = {
            "total": len(found),
            "conflicts": [_conflict_document(one) for one in found],
            "shared_codes": [_namesake_document(one) for one in shared],
        }
        lines = [line for one in found for line in _conflict_lines(one)]
        lines += [line for one in shared for line in _namesake_lines(one)]
        counted = [f"{len(found)} 处冲突"] * bool(found) + [f"{len(shared)} 个编号重复"] * bool(shared)
        say(document, [*lines, f"共 {'，'.join(counted)}" if counted else "没有冲突。"], as_json=as_json)


@application.command()
def renumber(
    context: typer.Context,
    issue_id: Annotated[str, typer.Argument(metavar="ISSUE_ID")],
    as_json: Json = False,
) -> None:
    """给编号重复的问题换一个新编号。"""
    with opened_ledger(context, as_json) as ledger:
        before = finding.get_record(ledger, "issue", issue_id).values["code"]
        numbering.renumber(ledger, issue_id)
        code = finding.get_record(ledger, "issue", issue_id).values["code"]
        document = {"id": issue_id, "before": before, "code": code, "remaining": numbering.count_namesakes(ledger)}
        say(document, [f"新编号是 {code}"], as_json=as_json)


@application.command()
def resolve(
    context: typer.Context,
    conflict_id: Annotated[str, typer.Argument(metavar="CONFLICT_ID")],
    take: Annotated[str, typer.Option(metavar="ours|theirs|value|编号", help="要哪一个：本单位的、对方的、另写的")],
    value: Annotated[str | None, typer.Option("--value", metavar="V", help="另写的值；空文字表示清空")] = None,
    as_json: Json = False,
) -> None:
    """处理一处冲突；处理结果随交换文件到达各处。"""
    if (take == settling.VALUE) != (value is not None):
        raise typer.BadParameter("--value 与 --take value 要一起写")
    with opened_ledger(context, as_json) as ledger:
        conflict = settling.conflict_of(ledger, conflict_id)
        saved = settling.resolve(ledger, conflict_id, take, value)
        record = finding.get_record(ledger, saved.kind, saved.ids[0])
        now = record.is_withdrawn if conflict.field == STANDING else record.values.get(_field_now(conflict))
        document = {
            "id": conflict.id,
            "kind": conflict.kind,
            "record_id": conflict.record_id,
            "field": conflict.field,
            "value": now,
            "remaining": settling.count_conflicts(ledger),
        }
        say(document, [f"已处理，现在是：{_value_words(conflict, now)}"], as_json=as_json)


def _field_now(conflict: settling.Conflict) -> str:
    return "status" if conflict.field == STATUS else conflict.field


def _value_words(conflict: settling.Conflict, value: Any) -> str:
    if conflict.field == STANDING:
        return "已撤回" if value else "未撤回"
    kind, name = KINDS[conflict.kind], _field_now(conflict)
    return (shown_value(kind.field(name), value) if kind.has_field(name) else str(value)) if value is not None else "空"


def _head_words(conflict: settling.Conflict, head: settling.Head) -> str:
    if not head.event:
        return _value_words(conflict, head.value)
    found = transition(head.event)
    return f"{found.label if found else head.event}（未生效）"


def _conflict_lines(conflict: settling.Conflict) -> list[str]:
    kind = KINDS[conflict.kind]
    withdrawn = "（已撤回）" if conflict.is_withdrawn else ""
    lines = [f"{conflict.id}  {kind.label} {conflict.title}{withdrawn}：{conflict_field(kind.name, conflict.field)}"]
    for head in conflict.heads:
        who = " ".join(part for part in (head.office, head.actor, head.wall[:16].replace("T", " ")) if part)
        shown = "（现在显示）" if head.is_shown else ""
        lines.append(f"  {head.number} {_head_words(conflict, head)}{shown}  {who}  {head.file or '本机'}")
    return lines


def _namesake_lines(namesake: numbering.Namesake) -> list[str]:
    lines = [f"问题编号 {namesake.code} 重复"]
    for issue, words in ((namesake.keeper, "先登记的，编号不变"), (namesake.later, "后登记的")):
        lines.append(f"  {issue.id}  {issue.values['description']}（{words}）")
    return lines


def _namesake_document(namesake: numbering.Namesake) -> dict[str, Any]:
    told = {
        name: {"id": issue.id, "description": issue.values["description"], "by": issue.recorded_by}
        for name, issue in (("keeper", namesake.keeper), ("later", namesake.later))
    }
    return {"code": namesake.code, **told}


def _conflict_document(conflict: settling.Conflict) -> dict[str, Any]:
    return {
        "id": conflict.id,
        "kind": conflict.kind,
        "record_id": conflict.record_id,
        "title": conflict.title,
        "withdrawn": conflict.is_withdrawn,
        "field": conflict.field,
        "label": conflict_field(conflict.kind, conflict.field),
        "shown": conflict.shown,
        "heads": [_head_document(head) for head in conflict.heads],
    }


def _head_document(head: settling.Head) -> dict[str, Any]:
    return {
        "number": head.number,
        "value": head.value,
        "event": head.event or None,
        "fields": dict(head.given),
        "actor": head.actor,
        "level": head.level,
        "office": head.office,
        "unit_code": head.unit_code,
        "at": head.wall,
        "ours": head.is_ours,
        "shown": head.is_shown,
        "file": head.file or None,
        "batch_id": head.batch_id or None,
        "reason": head.reason or None,
    }


@application.command("receipts")
def receipts_(context: typer.Context, as_json: Json = False) -> None:
    """回执：谁收到了谁的什么，缺哪些。"""
    with opened_ledger(context, as_json) as ledger:
        found = receipts.receipts(ledger)
        document: dict[str, Any] = {
            "office": {"level": str(ledger.office.level), "code": ledger.office.code, "name": ledger.office.name},
            "node": ledger.node_uid,
            **asdict(found),
        }
        document["gaps"] = [
            {**asdict(gap), "message": gap_sentence(gap.name, gap.first, gap.last)} for gap in found.gaps
        ]
        lines = [_partner_line(one) for one in found.partners]
        if ledger.office.level is Level.TOWN:
            grid = monthly.grid(ledger, date.today(), months=12)
            document["grid"] = asdict(grid)
        else:
            confirmed = receipts.confirmed(ledger)
            document["confirmed"] = {**asdict(confirmed), "under_way": confirmed.under_way}
            lines.insert(0, f"本村 {confirmed.records} 条记录，镇里已收到 {confirmed.confirmed} 条。")
        lines += [gap["message"] for gap in document["gaps"]]
        say(document, lines or ["还没有收到过任何单位的文件。"], as_json=as_json)


def _partner_line(partner: receipts.Partner) -> str:
    told = max((one.received_at for node in partner.nodes for one in node.receipts), default="")
    heard = f"最近收到它的文件 {told[:16].replace('T', ' ')}" if told else "还没有收到过它的文件"
    return f"{partner.name}：{heard}，还有 {partner.outstanding} 条没有导出给它"
