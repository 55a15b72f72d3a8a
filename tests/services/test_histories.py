"""Random histories, step by step: whatever happens on the way, in the end all ledgers agree and nothing is lost."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from desktop.services.inspecting import inspect
from desktop.services.settling import count_conflicts
from tests.histories import WEIGHTED, Clock, World, act, found_templates, in_memory, unexplained
from tests.settlements import resolve_all

HISTORIES = int(os.environ.get("ZOUFANG_HISTORIES", "200"))
"""How many histories are played; ``make fuzz`` asks for more."""

STEPS = 12

nodes = st.integers(0, 6)
# Small numbers are tried more often than others; spread out they choose as well as any.
picks = st.integers(0, 2**16).map(lambda number: number * 40_503 % 2**16)
acts = st.tuples(st.sampled_from(WEIGHTED), nodes, picks, picks)

# A disk that keeps nothing makes no difference to what is right, and a great one to how long it takes.
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
FAST = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five ledgers as founded."""
    return found_templates(tmp_path_factory.mktemp("founded"))


def machine(templates: Path) -> type[RuleBasedStateMachine]:
    """The state machine on ledgers copied from these."""

    class Exchange(RuleBasedStateMachine):
        """Five computers and the files between them."""

        world: World

        @initialize(shift=st.integers(0, 3))
        def begin(self, shift: int) -> None:
            self.stack = ExitStack()
            folder = self.stack.enter_context(tempfile.TemporaryDirectory(dir=FAST))
            clock = Clock(shift)
            memory = self.stack.enter_context(in_memory(clock))
            self.world = World(Path(folder), templates, memory, clock)
            self.stack.callback(self.world.offices.close)

        @rule(acts=st.lists(acts, min_size=4, max_size=9))
        def work(self, acts: list[tuple[str, int, int, int]]) -> None:
            for name, node, pick, value in acts:
                act(self.world, name, node, pick, value)

        @rule(node=nodes)
        def look(self, node: int) -> None:
            ledger = self.world.nodes[node % len(self.world.nodes)]
            assert inspect(ledger).is_sound
            assert unexplained(ledger) == []

        def teardown(self) -> None:
            if not hasattr(self, "world"):
                return
            try:
                self.world.settle()
                self.world.judge(is_last=False)
                resolve_all(self.world.town)
                self.world.settle(self.world.town)
                self.world.judge()
                assert [count_conflicts(ledger) for ledger in self.world.nodes] == [0] * len(self.world.nodes)
            finally:
                self.stack.close()

    return Exchange


def test_whatever_happens_all_agree_and_nothing_is_lost(templates: Path) -> None:
    run_state_machine_as_test(
        machine(templates),
        settings=settings(
            max_examples=HISTORIES,
            # The suite plays the same histories every time; new ones are what `make fuzz` is for.
            derandomize="ZOUFANG_HISTORIES" not in os.environ,
            stateful_step_count=STEPS,
            # Making a failing history shorter takes longer than reading it.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
