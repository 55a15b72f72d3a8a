"""What each number of the figures means, on small ledgers, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.errors import Refused
from desktop.domain.lifecycle import RETRACT
from desktop.reports.counting import By, Figure, later_than
from desktop.reports.counts import COUNTS
from desktop.services.handling import record_event
from desktop.services.inspecting import inspect
from desktop.services.recording import record, restore, revise, withdraw
from desktop.services.undoing import undo
from desktop.wording.figures import MEANINGS
from tests.book import TODAY, Book, month_of, rows_behind, said
from tests.offices import EAST, SOUTH, WEST, Offices, assignment, issue


@pytest.fixture
def book(offices: Offices) -> Book:
    return Book(offices.town())


def test_every_number_has_its_meaning() -> None:
    assert set(MEANINGS) == set(COUNTS)


def test_a_draft_is_in_no_book(book: Book) -> None:
    book.issue()
    assert said(book.count("2024-03")) == {}


def test_built_on_the_day_it_was_assigned(book: Book) -> None:
    one = book.built("2024-03-31")
    assert book.rows("built", "2024-03") == {one}
    assert book.rows("built", "2024-04") == set()
    assert book.rows("carried", "2024-04") == book.rows("working", "2024-03") == {one}
    assert book.rows("on_the_books", "2024-04") == {one}


def test_what_is_typed_late_belongs_to_the_month_it_happened(book: Book) -> None:
    one = book.built("2024-03-05")
    assert book.rows("working", "2024-03") == {one}
    # Typed now, years later, as everything here: the day it happened counts.
    book.close(one, "2024-03-30")
    assert book.rows("closed", "2024-03") == {one}
    assert book.rows("working", "2024-03") == set()
    assert book.rows("typed_late", "2024-03") == {one}


def test_a_step_counts_not_before_the_one_it_follows(book: Book) -> None:
    one = book.issue()
    book.step(one, "assign", "2024-04-10", **assignment(due_on="2024-05-31"))
    book.step(one, "accept", "2024-03-02")
    book.close(one, "2024-03-20")
    assert said(book.count("2024-03")) == {}
    assert book.rows("built", "2024-04") == book.rows("closed", "2024-04") == {one}


@pytest.mark.parametrize("kind", ["substantive", "staged", "procedural"])
def test_closed_is_told_apart_by_its_kind(book: Book, kind: str) -> None:
    one = book.closed("2024-03-01", "2024-04-30", kind)
    assert book.rows(kind, "2024-04") == book.rows("closed", "2024-04") == {one}
    for other in {"substantive", "staged", "procedural", "unsaid"} - {kind}:
        assert book.rows(other, "2024-04") == set()
    assert said(book.count("2024-05")) == {}


def test_closed_on_the_day_of_closing_whatever_day_it_was_decided(book: Book) -> None:
    one = book.built("2024-03-01")
    result = {"completion_kind": "staged", "completed_on": "2024-03-20", "evidence": ["照片"]}
    book.step(one, "apply_to_close", "2024-03-20", progress="好", satisfaction="satisfied", **result)
    book.step(one, "pass_check", "2024-03-25", checker="吴湖", check_opinion="属实")
    book.step(one, "approve", "2024-04-03", closed_on="2024-03-29")
    assert book.rows("closed", "2024-03") == {one}


def test_reopening_later_does_not_rewrite_the_month(book: Book) -> None:
    one = book.closed("2024-02-01", "2024-03-15")
    before = book.count("2024-03")
    book.step(one, "reopen", "2024-05-02", due_on="2024-06-30")
    assert {**book.count("2024-03"), "typed_late": 0} == {**before, "typed_late": 0}
    assert book.rows("reopened", "2024-05") == book.rows("working", "2024-05") == {one}
    assert book.count("2024-05")["reopened.times"] == 1
    assert book.rows("closed", "2024-05") == set()
    book.close(one, "2024-06-10")
    assert book.rows("closed", "2024-06") == {one}


def test_closed_and_reopened_within_the_month_is_not_closed(book: Book) -> None:
    one = book.closed("2024-02-01", "2024-03-05")
    book.step(one, "reopen", "2024-03-20", due_on="2024-04-30")
    assert book.rows("closed", "2024-03") == book.rows("reopened", "2024-03") == set()
    assert book.rows("closed_and_reopened", "2024-03") == book.rows("working", "2024-03") == {one}


def test_reopened_and_closed_again_within_the_month(book: Book) -> None:
    one = book.closed("2024-01-02", "2024-01-20")
    book.step(one, "reopen", "2024-03-03", due_on="2024-04-30")
    book.close(one, "2024-03-25")
    found = book.count("2024-03")
    assert (found["reopened"], found["closed"], found["carried"], found["working"]) == (1, 1, 0, 0)


def test_raised_again_and_merged_are_repetitions(book: Book) -> None:
    main = book.built("2024-01-10")
    twin = book.issue()
    book.step(twin, "merge", "2024-03-04", main_issue=main)
    one = book.closed("2024-01-02", "2024-01-20")
    book.step(one, "reopen", "2024-03-03", due_on="2024-04-30", reopen_cause="raised_again")
    assert book.rows("repeated", "2024-03") == {twin, one}
    assert book.rows("never_built", "2024-03") == {twin}
    assert book.rows("merged", "2024-03") == set()


def test_sent_back_stays_in_the_book_and_leaves_it_when_it_is_ended(book: Book) -> None:
    main, one, two = book.built("2024-01-10"), book.issue(), book.issue()
    for each in (one, two):
        book.step(each, "assign", "2024-02-10", **assignment(due_on="2024-03-31"))
        book.step(each, "send_back", "2024-02-12")
    assert book.rows("working", "2024-02") == {main, one, two}
    book.step(one, "refuse", "2024-03-02")
    book.step(two, "merge", "2024-03-03", main_issue=main)
    assert book.rows("refused", "2024-03") == {one}
    assert book.rows("merged", "2024-03") == {two}
    assert book.rows("working", "2024-03") == {main}
    assert book.rows("never_built", "2024-03") == set()


def test_assigned_again_after_being_sent_back_is_built_once(book: Book) -> None:
    one = book.issue()
    book.step(one, "assign", "2024-02-10", **assignment(due_on="2024-03-31"))
    book.step(one, "send_back", "2024-02-12")
    book.step(one, "assign", "2024-03-10", **assignment(due_on="2024-04-30"))
    assert book.rows("built", "2024-02") == {one}
    assert book.rows("built", "2024-03") == set()


def test_void_and_transferred(book: Book) -> None:
    one, two = book.built("2024-02-01"), book.built("2024-02-01")
    three = book.closed("2024-02-01", "2024-02-20")
    book.step(one, "void", "2024-03-01")
    book.step(two, "transfer", "2024-03-02")
    book.step(three, "transfer", "2024-03-02")
    assert book.rows("void", "2024-03") == {one}
    assert book.rows("transferred", "2024-03") == {two}
    assert book.rows("transferred_after", "2024-03") == {three}


def test_suspended_and_long_term_are_apart(book: Book) -> None:
    one, two = book.built("2024-02-01"), book.built("2024-02-01")
    book.step(one, "suspend", "2024-03-01", look_on="2024-07-01")
    book.step(two, "keep_long_term", "2024-03-02", look_on="2024-07-01")
    assert book.rows("suspended", "2024-03") == {one}
    assert book.rows("long_term", "2024-03") == {two}
    assert book.rows("working", "2024-03") == {one, two}
    assert book.rows("overdue", "2024-06") == set()
    # Nobody has looked again on the day that was set.
    assert book.rows("overdue", "2024-07") == {one, two}
    book.step(one, "resume", "2024-07-20", due_on="2024-09-30")
    assert book.rows("suspended", "2024-07") == set()


def test_overdue_by_the_deadline_then_in_force(book: Book) -> None:
    one = book.built("2024-02-01", due_on="2024-03-31")
    assert book.rows("overdue", "2024-03") == set()
    assert book.rows("overdue", "2024-04") == {one}
    book.step(one, "set_deadline", "2024-05-10", due_on="2024-08-31")
    assert book.rows("overdue", "2024-04") == {one}
    assert book.rows("overdue", "2024-05") == set()


def test_whoever_waits_for_the_check_is_late_only_if_the_work_was(book: Book) -> None:
    in_time, late = book.built("2024-02-01", due_on="2024-03-10"), book.built("2024-02-01", due_on="2024-03-10")
    result = {"progress": "好", "completion_kind": "staged", "evidence": ["照片"], "satisfaction": "satisfied"}
    book.step(in_time, "apply_to_close", "2024-03-10", completed_on="2024-03-09", **result)
    book.step(late, "apply_to_close", "2024-03-20", completed_on="2024-03-19", **result)
    assert book.rows("overdue", "2024-03") == {late}


def test_an_extension_does_not_make_it_on_time(book: Book) -> None:
    plain = book.closed("2024-02-01", "2024-03-20", completed_on="2024-03-19")
    extended = book.built("2024-02-01", due_on="2024-03-10")
    book.step(extended, "ask_extension", "2024-03-01", asked_due_on="2024-03-31")
    book.step(extended, "grant_extension", "2024-03-02", due_on="2024-03-25")
    book.step(extended, "ask_extension", "2024-03-20", asked_due_on="2024-03-31")
    book.step(extended, "grant_extension", "2024-03-21", due_on="2024-03-28")
    book.close(extended, "2024-03-27")
    late = book.built("2024-02-01", due_on="2024-03-10")
    book.close(late, "2024-03-27")
    assert book.rows("extended", "2024-03") == {extended}
    assert book.count("2024-03")["extended.times"] == 2
    assert book.rows("on_time", "2024-03") == {plain}
    assert book.rows("on_time_extended", "2024-03") == {plain, extended}
    assert book.rows("closed_late", "2024-03") == {late}
    assert book.rows("timed", "2024-03") == {plain, extended, late}


def test_a_deadline_corrected_to_a_later_day_does_not_make_it_on_time(book: Book) -> None:
    one = book.built("2024-02-01", due_on="2024-02-20")
    book.step(one, "set_deadline", "2024-03-01", due_on="2024-04-30")
    book.close(one, "2024-03-27")
    assert book.rows("on_time", "2024-03") == set()
    assert book.rows("on_time_extended", "2024-03") == {one}


def test_reopening_begins_with_a_new_deadline(book: Book) -> None:
    one = book.built("2024-01-01", due_on="2024-01-10")
    book.close(one, "2024-01-31")
    assert book.rows("closed_late", "2024-01") == {one}
    book.step(one, "reopen", "2024-03-01", due_on="2024-03-31")
    book.close(one, "2024-03-20")
    assert book.rows("on_time", "2024-03") == {one}


def test_satisfaction_and_answers(book: Book) -> None:
    found = {
        word: book.closed("2024-02-01", "2024-03-05", satisfaction=code, leader_statement="已说明")
        for word, code in (
            ("satisfied", "satisfied"),
            ("mostly", "mostly"),
            ("dissatisfied", "dissatisfied"),
            ("otherwise", "other"),
        )
    }
    for count, issue_id in found.items():
        assert book.rows(count, "2024-03") == {issue_id}
    assert book.rows("content", "2024-03") == {found["satisfied"], found["mostly"]}
    assert book.rows("asked", "2024-03") == book.rows("answered", "2024-03") == set(found.values())
    # What is learnt afterwards belongs to the closing it was asked about.
    revise(book.ledger, "issue", found["otherwise"], {"satisfaction": "mostly"})
    assert book.rows("mostly", "2024-03") == {found["mostly"], found["otherwise"]}
    revise(book.ledger, "issue", found["otherwise"], {"satisfaction": None})
    assert book.rows("unasked", "2024-03") == {found["otherwise"]}
    assert book.rows("answered", "2024-03") == set(found.values()) - {found["otherwise"]}
    assert inspect(book.ledger).is_sound


def test_reported_up(book: Book) -> None:
    one = book.built("2024-02-01")
    book.step(one, "report_up", "2024-03-05")
    assert book.rows("reported_up", "2024-03") == book.rows("with_superior", "2024-03") == {one}
    book.step(one, "superior_answer", "2024-04-05")
    book.close(one, "2024-04-20", "procedural")
    assert book.rows("reported_up", "2024-04") == set()
    assert book.rows("closed_reported", "2024-04") == book.rows("procedural", "2024-04") == {one}


def test_supervised(book: Book) -> None:
    one = book.built("2024-02-01")
    for day, level in (("2024-03-01", "normal"), ("2024-03-05", "yellow"), ("2024-04-05", "red")):
        book.step(one, "supervise", day, supervision=level)
    assert book.rows("yellow", "2024-03") == {one}
    assert book.rows("red", "2024-04") == {one}
    assert book.rows("yellow", "2024-04") == set()


def test_solved_on_the_spot_is_built_and_has_no_deadline(offices: Offices) -> None:
    village = offices.village()
    one = record(village, "issue", [issue(collected_on="2024-03-06")]).ids[0]
    given = {"progress": "换了灯泡", "feedback_way": "oral", "satisfaction": "satisfied", "happened_on": "2024-03-06"}
    record_event(village, one, "solve_on_the_spot", {**given, "completed_on": "2024-03-06"})
    town = offices.town()
    offices.send(village, town)
    book = Book(town)
    book.step(one, "pass_check", "2024-03-08", checker="吴湖", check_opinion="属实")
    book.step(one, "approve", "2024-03-09", closed_on="2024-03-09")
    assert book.rows("on_the_spot", "2024-03") == book.rows("closed", "2024-03") == {one}
    assert book.rows("untimed", "2024-03") == {one}
    assert book.rows("timed", "2024-03") == book.rows("on_time", "2024-03") == set()
    assert book.rows("unsaid", "2024-03") == {one}


def test_withdrawn_is_counted_apart_and_nowhere_else(book: Book) -> None:
    one = book.closed("2024-03-01", "2024-03-20")
    withdraw(book.ledger, "issue", one, "录错了")
    assert said(book.count("2024-03")) == {"withdrawn": 1}
    assert book.rows("withdrawn", "2024-03") == {one}
    restore(book.ledger, "issue", one)
    assert book.rows("closed", "2024-03") == {one}


def test_a_step_taken_back_counts_nowhere(book: Book) -> None:
    one = book.built("2024-03-01")
    book.step(one, "void", "2024-03-20")
    undo(book.ledger)
    assert book.rows("void", "2024-03") == set()
    assert book.rows("working", "2024-03") == {one}
    assert RETRACT not in COUNTS
    assert inspect(book.ledger).is_sound


def test_told_apart_by_village_category_and_the_owner_of_the_time(book: Book) -> None:
    one = book.built("2024-03-01", category="水利")
    two = book.built("2024-03-01", village=WEST, category="交通")
    book.step(two, "change_owner", "2024-04-10", owner="王新")
    assert {key: found["built"] for key, found in book.count("2024-03", by=(By.VILLAGE,)).items()} == {
        (EAST,): 1,
        (WEST,): 1,
    }
    assert book.count("2024-03", by=(By.CATEGORY,))[("交通",)]["built"] == 1
    assert set(book.count("2024-03", by=(By.OWNER,))) == {("周江",)}
    assert set(book.count("2024-04", by=(By.OWNER,))) == {("周江",), ("王新",)}
    assert book.rows("working", "2024-04", ((By.OWNER, "王新"),)) == {two}
    assert book.rows("working", "2024-04", ((By.VILLAGE, EAST), (By.CATEGORY, "水利"))) == {one}
    assert book.rows("working", "2024-04", ((By.VILLAGE, SOUTH),)) == set()


def test_the_running_month_counts_up_to_today(book: Book) -> None:
    one = book.built("2024-03-20")
    assert book.count("2024-03", today=date(2024, 3, 19))["built"] == 0
    assert book.count("2024-03", today=date(2024, 3, 20))["built"] == 1
    assert later_than(book.ledger, "2024-03-19") == 1
    assert rows_behind(book.ledger, Figure("built", month_of("2024-03")), date(2024, 3, 19)) == set()
    assert rows_behind(book.ledger, Figure("built", month_of("2024-03")), date(2024, 3, 20)) == {one}


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        (Figure("solved", month_of("2024-03")), "unknown_figure"),
        (Figure("built", month_of("2025-01")), "period_not_begun"),
    ],
)
def test_refusals(book: Book, figure: Figure, code: str) -> None:
    with pytest.raises(Refused) as refused:
        rows_behind(book.ledger, figure, TODAY)
    assert refused.value.code == code
