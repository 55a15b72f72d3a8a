"""The demonstration: a month of a town and its villages, entered, handed over, decided and answered by the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import HOUSEHOLD, ISSUE, VISIT
from desktop.domain.lifecycle import TRANSITIONS
from desktop.exchange.filling import Typed, fill_in
from desktop.exchange.layout import (
    AGREED,
    DECISION,
    DECISION_BY,
    DECISION_ON,
    DECISION_WORDS,
    SENT_BACK,
    cell_of,
)
from desktop.services.exporting import Exported, export_workbook
from desktop.services.figuring import ledger_figures
from desktop.services.finding import Query, list_records
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import begin_ledger
from desktop.services.outcomes import FileOutcome
from desktop.services.recording import record, revise
from desktop.services.sample_handling import TOWN_ACTOR, VillageHandling, decide
from desktop.services.samples import TOWN, VILLAGES, Village
from desktop.services.settling import count_conflicts, open_conflicts, resolve

Tell = Callable[[str], None]
TOWN_LEADER = "吴立新"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Where everything lies, and each office's figures (name to :func:`ledger_figures`)."""

    town: Path
    villages: tuple[Path, ...]
    workbooks: tuple[Path, ...]
    figures: dict[str, dict[str, Any]]


def make_folder(folder: Path) -> None:
    """Make the folder that invented ledgers go to, unless it is there. Refused: ``folder_not_empty`` where it has
    ledgers, ``folder_not_writable``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("folder_not_writable", folder=str(folder)) from error
    if any(folder.glob("*.db")):
        raise Refused("folder_not_empty", folder=str(folder))


def demonstrate(
    folder: Path, *, villages: int = 3, visits: int = 60, seed: int = 1, tell: Tell = print
) -> Demonstration:
    """Play the main job once in ``folder`` (made when missing). Refused: ``invalid_count``,
    ``folder_not_empty``, ``folder_not_writable``.
    """
    if not 1 <= villages <= len(VILLAGES):
        raise Refused("invalid_count", most=len(VILLAGES))
    make_folder(folder)
    today = date.today()
    offices = [_village_ledger(folder, Village(number, seed, today), visits, today) for number in range(villages)]
    for ledger, _ in offices:
        tell(f"{ledger.office.name}：录入完毕，{_summary(ledger)}。")
    town = begin_ledger(folder / f"{TOWN[1]}.db", level="town", code=TOWN[0], name=TOWN[1], actor=TOWN_ACTOR)
    reports = [_export(ledger, folder / f"{ledger.office.name}-上报.xlsx", tell) for ledger, _ in offices]
    filled = [*reports[:-1], _fill_as_clerk(reports[-1], *offices[-1], today, tell)]
    filled[0] = _fill_as_leader(filled[0], offices[0][0], today, tell)
    # The archives with the photos travel beside the workbooks.
    archives = sorted(folder.glob("*-上报*.zip"))
    for outcome in import_workbooks(town, [*filled, *archives]):
        if outcome.files is not None:
            tell(f"{TOWN[1]}：收下 {outcome.file} 里的 {outcome.files.taken} 个附件。")
            continue
        by_hand = f"，手工改动 {outcome.edited_by_hand} 条" if outcome.edited_by_hand else ""
        tell(f"{TOWN[1]}：导入 {outcome.file}，新增 {outcome.created} 条{by_hand}。")
    second = _disagree(offices[0][0], town, folder, tell)
    decided = decide(town, today)
    told = "，".join(f"{step.label} {decided[step.event]} 件" for step in TRANSITIONS if step.event in decided)
    tell(f"{TOWN[1]}：{told}。")
    answers = []
    for ledger, village in offices:
        answers.append(_export(town, folder / f"{TOWN[1]}-答复{village.name}.xlsx", tell, to=village.code))
        _say_answer(ledger, import_workbooks(ledger, answers[-1:])[0], tell)
    every = [town, *(ledger for ledger, _ in offices)]
    files = tuple(dict.fromkeys((*reports, *filled, second, *answers)))
    found = {ledger.office.name: ledger_figures(ledger) for ledger in every}
    for ledger in every:
        ledger.close()
    return Demonstration(town.path, tuple(ledger.path for ledger, _ in offices), files, found)


def _village_ledger(folder: Path, village: Village, visits: int, today: date) -> tuple[Ledger, Village]:
    path = folder / f"{village.name}.db"
    actor = village.cadres[0]
    ledger = begin_ledger(path, level="village", code=village.code, name=village.name, town_name=TOWN[1], actor=actor)
    record(ledger, "cadre", [{"name": name, "unit": village.name, "post": "村干部"} for name in village.cadres])
    record(ledger, "household", [household.values for household in village.households])
    record(ledger, "person", [person for household in village.households for person in household.members])
    record(ledger, "enterprise", village.enterprises)
    handling = VillageHandling(ledger, village, folder / "photos", today)
    for visit in village.visits(visits):
        ledger.actor = visit["visitors"][0]
        saved = record(ledger, "visit", [visit])
        for position, (_, issue_id) in enumerate(saved.also):
            handling.take(issue_id, date.fromisoformat(visit["visited_on"]), is_first=not position)
    ledger.actor = actor
    return ledger, village


def _fill_as_clerk(report: Path, ledger: Ledger, village: Village, today: date, tell: Tell) -> Path:
    """Change a cell and add a row in a report that is already written, as in WPS."""
    visit = list_records(ledger, Query("visit", limit=1))[0]
    added = {
        "visited_on": today.isoformat(),
        "kind": "household",
        "subject_name": village.households[0].values["head_name"],
        "group_name": village.households[0].values["group_name"],
        "visitors": village.cadres[:1],
        "situation": "上报以后又去了一趟，家里都好。",
        "handling": "none",
    }
    target = report.with_name(f"{report.stem}-手填.xlsx")
    fill_in(
        report,
        target,
        [
            Typed(VISIT.sheet, visit.id, {VISIT.field("note").label: "当天电话里又核实过。"}),
            Typed(VISIT.sheet, "", {VISIT.field(key).label: cell_of(VISIT.field(key), added[key]) for key in added}),
        ],
    )
    tell(f"{village.name}：在表格里手工改 1 格、添 1 行，存为 {target.name}。")
    return target


def _fill_as_leader(report: Path, village: Ledger, today: date, tell: Tell) -> Path:
    """Decide on closing in the columns made for that: the first issue is sent back, the second agreed to."""
    waiting = [one for one in list_records(village, Query("issue")) if one.values["status"] == "to_approve"]
    words = ((SENT_BACK, "请补一张修好以后的照片。"), (AGREED, "同意销号。"))
    typed = [
        Typed(
            ISSUE.sheet,
            issue.id,
            {DECISION: decision, DECISION_WORDS: opinion, DECISION_BY: TOWN_LEADER, DECISION_ON: today},
        )
        for issue, (decision, opinion) in zip(waiting, words, strict=False)
    ]
    if not typed:
        return report
    target = report.with_name(f"{report.stem}-镇领导批.xlsx")
    fill_in(report, target, typed)
    tell(f"{TOWN[1]}：镇领导在表格里批了 {len(typed)} 件，存为 {target.name}。")
    return target


def _disagree(village: Ledger, town: Ledger, folder: Path, tell: Tell) -> Path:
    """Village and town correct the same two households without knowing of each other; the town settles one."""
    homes = list_records(village, Query(HOUSEHOLD.name, limit=2))
    first, second = (home.id for home in homes)
    address = homes[0].values["address"]
    for ledger, words, residents in ((village, "东头", 1), (town, "西头", 2)):
        revise(ledger, HOUSEHOLD.name, first, {"address": f"{address}{words}"})
        revise(ledger, HOUSEHOLD.name, second, {"resident_count": residents, "member_count": 6})
    report = _export(village, folder / f"{village.office.name}-上报2.xlsx", tell)
    import_workbooks(town, [report])
    conflict = next(one for one in open_conflicts(town) if one.record_id == first)
    resolve(town, conflict.id, "theirs")
    tell(f"{TOWN[1]}：处理冲突 1 处，采用村里写的；还有 {count_conflicts(town)} 处留着看。")
    return report


def _export(ledger: Ledger, path: Path, tell: Tell, to: str = "") -> Path:
    done: Exported = export_workbook(ledger, path, to=to, with_files=True)
    files = f"，附件 {done.sent.files} 个" if done.sent.files else ""
    tell(f"{ledger.office.name}：导出 {path.name}，{sum(done.records.values())} 条记录，{done.changes} 项变更{files}。")
    return path


def _say_answer(ledger: Ledger, outcome: FileOutcome, tell: Tell) -> None:
    tell(f"{ledger.office.name}：导入 {outcome.file}，更新 {outcome.updated} 条。")


def _summary(ledger: Ledger) -> str:
    total = ledger_figures(ledger)["total"]
    return f"走访 {total['visits']} 条，问题 {total['issues']} 件"
