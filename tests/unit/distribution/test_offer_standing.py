"""How an account stands with an offer that its source recalled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.distribution import ChangeKind, Offer, Requirement, Standing
from chalicelib.distribution import rules as distribution_rules
from chalicelib.distribution.models import Answer, Change, OfferId, Receipt

NOW = datetime(2026, 12, 1, tzinfo=UTC)
RECALL = Change(
    number=1,
    kind=ChangeKind.RECALL,
    reason="文件撤销",
    revision=1,
    key="articles/a",
    title="征期",
    deadline=NOW,
    at_once=True,
    by="li",
    at=NOW,
)
OFFER = Offer(
    id=OfferId("o-20261201-7f3k"),
    unit="province",
    article="a-20261201-7f3k",
    revision=1,
    key="articles/a",
    title="征期",
    requirement=Requirement.MANDATORY,
    deadline=NOW + timedelta(days=1),
    accounts=("city",),
    by="li",
    at=NOW,
    changes=(RECALL,),
)


@pytest.mark.parametrize(
    ("answer", "pushed", "scheduled", "standing"),
    [
        (Answer.ADOPTED, False, False, Standing.RECALLED),
        (Answer.OPEN, False, False, Standing.RECALLED),
        (Answer.DECLINED, False, False, Standing.DECLINED),
        (Answer.ADOPTED, True, False, Standing.PUSHED),
        (Answer.ADOPTED, False, True, Standing.LATE),
    ],
)
def test_nobody_is_late_with_what_was_recalled_unless_it_is_still_to_come(
    answer: Answer, pushed: bool, scheduled: bool, standing: Standing
) -> None:
    receipt = Receipt(offer=OFFER.id, account="city", answer=answer)
    after = OFFER.deadline + timedelta(days=1)
    assert distribution_rules.standing(OFFER, receipt, pushed, scheduled, after) is standing
