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
