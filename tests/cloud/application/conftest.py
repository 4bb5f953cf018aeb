"""Erasures that were lived through; docs/reliability.md says how many there were."""

from __future__ import annotations

from collections import Counter

import pytest

RUNS: Counter[str] = Counter()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for proof, number in sorted(RUNS.items()):
        terminalreporter.write_line(f"proof: {proof}: {number:,}")
