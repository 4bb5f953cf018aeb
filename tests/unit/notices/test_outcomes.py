"""WeChat's last word meets its notice: by the message's number, else the oldest of the template."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.notices.models import Sending, SendingState
from chalicelib.notices.outcomes import pairs

AT = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)


def note(
    id: str,
    *,
    state: SendingState = SendingState.SENT,
    msg_id: str = "",
    template: str = "t",
    minute: int = 0,
) -> Sending:
    at = AT + timedelta(minutes=minute)
    return Sending(
        id=id, account="a", openid="o", template=template, data={}, at=at, state=state,
        tried=int(at.timestamp()), msg_id=msg_id,
    )  # fmt: skip


def word(number: str, *, template: str = "t", minute: int = 5, **more: str) -> dict[str, str | int | bool]:  # fmt: skip
    at = int((AT + timedelta(minutes=minute)).timestamp())
    return {"sk": f"NOTEEND#{number}", "template": template, "code": "0", "status": "", "at": at, **more}  # fmt: skip


def met(sendings: list[Sending], ends: list[dict[str, str | int | bool]]) -> list[tuple[str, str]]:
    return [(one.id, str(end["sk"])) for one, end in pairs(sendings, ends)]


def test_a_number_names_its_notice() -> None:
    two = [note("1", msg_id="11"), note("2", msg_id="22")]
    assert met(two, [word("22")]) == [("2", "NOTEEND#22")]


def test_without_a_number_it_is_the_oldest_of_the_template() -> None:
    three = [note("0", template="other"), note("1"), note("2", minute=1)]
    assert met(three, [word("5"), word("6")]) == [("1", "NOTEEND#5"), ("2", "NOTEEND#6")]


def test_a_notice_with_another_number_is_not_taken() -> None:
    assert met([note("1", msg_id="11")], [word("22")]) == []


def test_one_that_is_being_sent_waits_for_its_own_result() -> None:
    assert met([note("1", state=SendingState.SENDING)], [word("5")]) == []


def test_one_whose_outcome_is_unknown_is_known_by_it() -> None:
    assert met([note("1", state=SendingState.UNKNOWN)], [word("5")]) == [("1", "NOTEEND#5")]


def test_a_notice_is_not_sent_after_the_word_about_it() -> None:
    assert met([note("1", minute=9)], [word("5", minute=5)]) == []


def test_a_word_that_is_of_a_notice_is_of_no_other() -> None:
    assert met([note("1")], [word("5", sending="0")]) == []
    assert met([note("1", state=SendingState.DELIVERED)], [word("5")]) == []
