"""What is printed of an issue: gathered from its log, its visit and the registers, masked unless asked otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.reports.documents import Document, texts_of
from desktop.services import printing
from desktop.services.attaching import attach
from desktop.services.casework import case_of
from desktop.services.finding import Query, get_record
from desktop.services.handling import record_event
from desktop.services.recording import record, revise
from desktop.services.undoing import undo
from tests.attached_files import photo
from tests.offices import EAST, VILLAGES, Offices, assignment, id_number, issue, visit

PHONE, ID = "13812345678", id_number()
TODAY = date.today().isoformat()


def register(ledger: Ledger) -> str:
    """A household, its head, a visit there, and the issue raised at it."""
    number = f"{EAST}03005"
    record(
        ledger,
        "household",
        [{"household_no": number, "head_name": "郑大山", "group_name": "3组", "address": "3组5号", "phone": PHONE}],
    )
    person = {"name": "郑大山", "relation": "户主", "household_no": number, "id_number": ID, "sex": "male"}
    record(ledger, "person", [{**person, "birth_date": "1970-01-01", "politics": "群众"}])
    record(ledger, "cadre", [{"name": "钱小河", "unit": "东沟村", "post": "村委", "phone": "13900000000"}])
    text = f"渠道漏水，找{PHONE}，证号{ID}"
    given = visit(handling="listed", household_no=number, issues=[{"category": "水利", "description": text}])
    return record(ledger, "visit", [given]).also[0][1]


def worked(offices: Offices) -> tuple[Ledger, str]:
    """A town's issue that somebody works on."""
    town = offices.town()
    given = issue(unit_code=EAST, village_name=VILLAGES[EAST])
    issue_id = record(town, "issue", [given]).ids[0]
    later = f"{date.today().year + 1}-06-01"
    record_event(town, issue_id, "assign", assignment(due_on=later))
    record_event(town, issue_id, "accept", {})
    return town, issue_id


def everything(documents: list[Document]) -> str:
    return "\n".join(text for document in documents for text in texts_of(document))


def test_the_card_knows_who_raised_it_and_masks_numbers(offices: Offices) -> None:
    ledger = offices.village()
    issue_id = register(ledger)
    case = case_of(ledger, issue_id, is_masked=False)
    who = case.reporter
    assert (who.name, who.sex, who.born_on, who.phone) == ("郑大山", "男", "1970-01-01", PHONE)
    assert (who.address, who.politics, who.id_number) == ("3组5号", "群众", ID)
    assert (case.contact.name, case.contact.post) == ("钱小河", "村委")
    plain = everything(printing.form_documents(ledger, "register_card", [issue_id], is_masked=False))
    assert plain.count(PHONE) == 2 and plain.count(ID) == 2 and "1970年1月" in plain
    masked = everything(printing.form_documents(ledger, "register_card", [issue_id]))
    assert PHONE not in masked and ID not in masked and "1970" not in masked.replace(ID[:6], "")
    assert masked.count("138****5678") == 2 and "郑大山" in masked and "已遮住" in masked


def test_a_namesake_of_another_house_is_not_taken_for_the_reporter(offices: Offices) -> None:
    ledger = offices.village()
    issue_id = register(ledger)
    revise(ledger, "issue", issue_id, {"reporter_name": "王五"})
    who = case_of(ledger, issue_id, is_masked=False).reporter
    assert (who.name, who.id_number, who.address, who.phone) == ("王五", "", "", "")


def test_steps_tell_what_was_before_and_what_was_undone_is_not_told(offices: Offices) -> None:
    town, issue_id = worked(offices)
    record_event(town, issue_id, "change_owner", {"owner": "李永", "open_items": "定开工日期"})
    step = case_of(town, issue_id).last("change_owner")
    assert step is not None
    assert (step.before["owner"], step.after["owner"], step.said("open_items")) == ("周江", "李永", "定开工日期")
    assert (step.happened_on, step.person, step.level) == (TODAY, "吴镇", "town")
    undo(town)
    assert case_of(town, issue_id).last("change_owner") is None


def test_an_extension_counts_the_working_days_it_knows(offices: Offices) -> None:
    case = case_of(*worked(offices))
    # The week of National Day 2024, from Friday to Friday: worked on Sunday 29 and Monday 30 September only.
    assert case.working_days("2024-09-27", "2024-10-04") == 2
    assert case.working_days("2140-09-27", "2140-10-04") is None


def test_forms_that_do_not_fit_are_refused_by_name(offices: Offices) -> None:
    town, issue_id = worked(offices)
    with pytest.raises(Refused) as refused:
        printing.form_documents(town, "refusal", [issue_id])
    assert refused.value.code == "form_not_now"
    assert "登记卡" in refused.value.params["forms"]
    with pytest.raises(Refused) as refused:
        printing.form_documents(town, "收条", [issue_id])
    assert refused.value.code == "unknown_form"
    with pytest.raises(Refused) as refused:
        printing.form_documents(town, "登记卡", ["nobody"])
    assert refused.value.code == "not_found"


def test_one_form_for_many_issues_skips_those_it_does_not_fit(offices: Offices) -> None:
    town, issue_id = worked(offices)
    draft = record(town, "issue", [issue(unit_code=EAST, village_name=VILLAGES[EAST])]).ids[0]
    assert len(printing.form_documents(town, "assignment", [draft, issue_id])) == 1
    assert len(printing.form_documents(town, "register_card", [draft, issue_id])) == 2


def test_the_list_follows_the_query_beyond_a_page_of_the_window(offices: Offices) -> None:
    ledger = offices.village()
    record(ledger, "issue", [issue(description=f"第{number}件", category="水利") for number in range(230)])
    record(ledger, "issue", [issue(description="路灯")])
    document = printing.printed_list(ledger, Query("issue", {"category": "水利"}))
    rows = document.grid.groups[0].rows
    assert len(rows) == 230 and rows[0].cells[0].text == "1" and rows[-1].cells[0].text == "230"
    assert not any("路灯" in cell.text for row in rows for cell in row.cells)
    assert "共 230 件" in document.head[0].right
    with pytest.raises(Refused) as refused:
        printing.printed_list(ledger, Query("issue", text="没有的"))
    assert refused.value.code == "nothing_to_print"


def test_each_list_has_its_own_order_and_states(offices: Offices) -> None:
    town = offices.town()
    year = date.today().year + 1
    for text, owner, month in (("甲", "周江", 6), ("乙", "孙海", 7), ("丙", "孙海", 5)):
        given = issue(description=text, unit_code=EAST, village_name=VILLAGES[EAST])
        assigned = record(town, "issue", [given]).ids[0]
        record_event(town, assigned, "assign", assignment(owner=owner, due_on=f"{year}-0{month}-01"))
    record(town, "issue", [issue(description="草稿", unit_code=EAST, village_name=VILLAGES[EAST])])

    def printed(listing: str, column: int) -> list[str]:
        query = printing.query_of_listing(Query("issue"), listing)
        rows = printing.printed_list(town, query, listing=listing).grid.groups[0].rows
        return [row.cells[column].text.rpartition("：")[2] for row in rows]

    assert printed("tasks", 1) == ["丙", "甲", "乙"]
    # Owners stand in the order of their characters, each one's issues by deadline.
    assert printed("duties", 5) == ["甲", "丙", "乙"]
    assert len(printed("issues", 1)) == 4
    with pytest.raises(Refused):
        printed("closings", 1)


def test_files_of_the_issue_are_evidence_on_the_form(offices: Offices, tmp_path: Path) -> None:
    town, issue_id = worked(offices)
    attach(town, "issue", issue_id, [photo(tmp_path, "修好以后.png")])
    text = everything(printing.form_documents(town, "closing", [issue_id]))
    assert "1. 修好以后.png" in text


def test_a_list_too_long_for_paper_is_refused(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = offices.village()
    ids = record(ledger, "issue", [issue() for _ in range(4)]).ids
    monkeypatch.setattr(printing, "MOST_ROWS", 3)
    for work in (
        lambda: printing.printed_list(ledger, Query("issue")),
        lambda: printing.chosen_list(ledger, ids),
    ):
        with pytest.raises(Refused) as refused:
            work()
        assert (refused.value.code, refused.value.params) == ("too_many_to_print", {"total": 4, "limit": 3})


def test_the_issues_chosen_stand_in_the_order_they_were_chosen(offices: Offices) -> None:
    ledger = offices.village()
    ids = record(ledger, "issue", [issue(description=text) for text in ("甲", "乙", "丙")]).ids
    rows = printing.chosen_list(ledger, ids[::-1]).grid.groups[0].rows
    assert [row.cells[1].text for row in rows] == ["丙", "乙", "甲"]


def test_a_clue_is_on_no_paper(offices: Offices) -> None:
    town, issue_id = worked(offices)
    record_event(town, issue_id, "transfer", {})
    assert printing.forms_for(town, issue_id) == ()
    text = "\n".join(texts_of(printing.printed_list(town, Query("issue"))))
    assert "已移送" in text and "路灯" not in text and "周江" not in text
    with pytest.raises(Refused):
        printing.form_documents(town, "register_card", [issue_id])


def test_all_that_one_person_has_open(offices: Offices) -> None:
    town, issue_id = worked(offices)
    other = record(town, "issue", [issue(unit_code=EAST, village_name=VILLAGES[EAST], description="别人的")]).ids[0]
    record_event(town, other, "assign", assignment(owner="李永", due_on=f"{date.today().year + 1}-06-01"))
    document = printing.handover_list(town, "周江")
    code = get_record(town, "issue", issue_id).values["code"]
    assert [row.cells[1].text for row in document.grid.groups[0].rows] == [code]
    with pytest.raises(Refused) as refused:
        printing.handover_list(town, "没有的人")
    assert refused.value.code == "nothing_to_print"
