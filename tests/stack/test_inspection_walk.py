"""An account is inspected on the deployed bundle: by the function Control, which has what its findings' deadlines need."""

from __future__ import annotations

from datetime import datetime

from chalicelib import inspection
from chalicelib.clock import SHANGHAI
from tests.stack.conftest import Stack
from tests.stack.test_demo_walk import until
from tests.stack.test_matrix_walk import asked


def test_an_account_is_inspected_by_the_function(seeded: Stack) -> None:
    asked_at = datetime.now(SHANGHAI)
    asked(seeded, "inspect", "run", "--unit", "direct", "--account", "direct", "--by", "guan")

    def ended() -> str:
        (found,) = asked(seeded, "inspect", "status", "--unit", "direct", "--by", "guan")
        at = found["at"]
        return str(found["ended_name"]) if at and datetime.fromisoformat(at) > asked_at else ""

    assert until(ended, 90) != inspection.labels.ENDINGS[inspection.Ended.FAILED]
    findings = asked(seeded, "inspect", "findings", "--unit", "direct", "--by", "guan")
    assert findings
    assert all(datetime.fromisoformat(one["deadline"]) > asked_at for one in findings)
