"""A run of benchmarks begins with no results and ends with the table of them."""

from __future__ import annotations

import pytest

from tests.benchmarks import measuring

_BEGUN = pytest.StashKey[bool]()


@pytest.fixture(scope="session", autouse=True)
def _results(request: pytest.FixtureRequest) -> None:
    """Asked for by the first benchmark that is run, and by none where they are left out."""
    measuring.begin()
    request.config.stash[_BEGUN] = True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = measuring.read() if config.stash.get(_BEGUN, False) else []
    if rows:
        terminalreporter.section("ratios, ours to the other's")
        for line in measuring.table(rows):
            terminalreporter.write_line(line)
        terminalreporter.write_line(f"kept in {measuring.RESULTS}")
