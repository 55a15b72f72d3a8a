"""The collector of cycles rests while very many objects come into being."""

from __future__ import annotations

import gc

import pytest

from desktop.services.pausing import no_collection


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_rests_and_is_as_before_afterwards(was_on: bool) -> None:
    try:
        (gc.enable if was_on else gc.disable)()
        with pytest.raises(KeyError), no_collection():
            with no_collection():
                assert not gc.isenabled()
            assert not gc.isenabled()
            raise KeyError
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


def test_what_is_left_is_not_gone_through_at_once() -> None:
    with no_collection():
        made: list[list[int]] = [[] for _ in range(5_000)]
    ages = [{id(one) for one in gc.get_objects(generation)} for generation in (0, 2)]
    assert not ages[0] & set(map(id, made))
    assert ages[1] >= set(map(id, made))


def test_what_is_held_frozen_stays_frozen() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with no_collection():
            pass
        assert gc.get_freeze_count() == frozen > 0
    finally:
        gc.unfreeze()
