"""Two histories under the numbers of one node: their names, and who knows what of them."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.domain.changes import (
    Change,
    attributed,
    base_of,
    branch_name,
    digest_of,
    first_number,
    runs_through,
    trunk_of,
)

A, B, C = "a" * 12, "b" * 12, "c" * 12


def change(node: str, number: int, **values: Any) -> Change:
    given = {
        "scope": "s",
        "lamport": number,
        "wall": "",
        "actor": "",
        "office": "village",
        "kind": "visit",
        "record_id": "r",
        "operation": "update",
        "patch": {},
    }
    return Change(node=node, number=number, **{**given, **values})


def test_names() -> None:
    name = branch_name("n", 45, "a" * 64)
    assert name == f"n#45.{A}"
    assert (base_of(name), trunk_of(name), first_number(name)) == ("n", "n", 45)
    inner = branch_name(name, 60, "b" * 64)
    assert (base_of(inner), trunk_of(inner), first_number(inner)) == ("n", name, 60)
    assert (base_of("n"), trunk_of("n"), first_number("n")) == ("n", "", 1)


@pytest.mark.parametrize("name", ["n#", "#1.aaaaaaaaaaaa", "n#0.aaaaaaaaaaaa", "n#5.xyz", "n#5.aaaaaaaaaaaa#", "n#5"])
def test_what_is_no_branch_is_a_node(name: str) -> None:
    assert (base_of(name), trunk_of(name), first_number(name)) == (name, "", 1)


def test_digests_hold_whatever_a_history_is_called() -> None:
    plain = change("n", 45)
    named = plain._replace(node=f"n#45.{A}")
    texts = {"previous": "x", "patch_text": "{}", "knowledge_text": "{}"}
    assert digest_of(plain, **texts) == digest_of(named, **texts) != digest_of(plain._replace(node="m"), **texts)


def test_a_history_goes_through_its_trunk_and_not_its_sibling() -> None:
    assert runs_through(f"n#45.{A}", "n")
    assert runs_through(f"n#45.{A}#60.{B}", f"n#45.{A}")
    assert not runs_through(f"n#45.{A}", f"n#45.{B}")
    assert not runs_through("n", f"n#45.{A}")
    # The name it had before an earlier fork was known.
    assert runs_through(f"n#20.{C}#45.{A}", f"n#45.{A}")
    assert runs_through(f"n#45.{A}", f"n#20.{C}#45.{A}")


def test_a_branch_knows_its_trunk_and_itself() -> None:
    own = change(f"n#45.{A}", 47)
    assert own.knows(change("n", 44))
    assert own.knows(change(f"n#45.{A}", 46))
    assert not own.knows(change(f"n#45.{A}", 47))
    assert not own.knows(change(f"n#45.{B}", 46))
    assert not change("n", 44).knows(change(f"n#45.{A}", 45))


def test_others_know_what_they_name() -> None:
    of_both = change("m", 1, knowledge={"n": 44, f"n#45.{A}": 50})
    assert of_both.knows(change("n", 44))
    assert of_both.knows(change(f"n#45.{A}", 50))
    assert not of_both.knows(change(f"n#45.{A}", 51))
    assert not of_both.knows(change(f"n#45.{B}", 45))
    before = change("m", 1, knowledge={"n": 50})
    assert before.knows(change("n", 44))
    assert not before.knows(change(f"n#45.{A}", 45))
    renamed = change("m", 1, knowledge={"n": 44, f"n#45.{A}": 50})
    assert renamed.knows(change(f"n#20.{C}#45.{A}", 50))


def test_an_explicit_base_counts_within_the_own_history() -> None:
    typed = change(f"n#45.{A}", 50, knowledge={"n": 46})
    assert typed.knows(change("n", 44))
    assert typed.knows(change(f"n#45.{A}", 46))
    assert not typed.knows(change(f"n#45.{A}", 47))
    assert not typed.knows(change(f"n#45.{B}", 45))


def test_who_changed_a_record_had_seen_the_history_that_made_it() -> None:
    made = change(f"n#45.{A}", 46, operation="create")
    answered = change("m", 1, knowledge={"n": 50})
    assert not answered.knows(made)
    told = attributed([made, answered])
    assert told[1].knows(made)
    assert not told[1].knows(change(f"n#45.{B}", 46))
    twice = change(f"n#45.{B}", 46, operation="create")
    assert attributed([made, answered, twice]) == [made, answered, twice]
    assert attributed([made, change(f"n#45.{B}", 50)])[1].knowledge == {}
