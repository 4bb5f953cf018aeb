"""Each error code that the simulator claims is brought about, and the documentation says so."""

from pathlib import Path

import pytest

from tests.simulator.error_codes import CASES, table

DOCS = Path(__file__).parents[2] / "docs" / "simulator.md"


@pytest.mark.parametrize("case", CASES, ids=[str(case.code) for case in CASES])
def test_the_code_is_answered(served, case):
    answer = case.bring_about(served)
    assert answer["errcode"] == case.code
    assert " rid: " in answer["errmsg"]


def test_every_code_stands_in_the_table_once_and_in_order():
    codes = [case.code for case in CASES]
    assert codes == sorted(set(codes))


def test_the_documentation_is_this_table():
    """After a change: `PYTHONPATH=simulator/src python -m tests.simulator.error_codes` prints what belongs there."""
    assert table() in DOCS.read_text("utf-8")
