"""Whether addresses answer: asked once each, and told apart by what the answer means for a reader."""

from __future__ import annotations

import pytest

from chalicelib.link_check import DEAD, Checked, LinkState, check, over_http
from chalicelib.web_address import InnerAddress


@pytest.mark.parametrize(
    ("head", "get", "state"),
    [
        (200, None, LinkState.OPENS),
        (405, 200, LinkState.OPENS),
        (404, 404, LinkState.GONE),
        (410, 410, LinkState.GONE),
        (403, 403, LinkState.REFUSED),
        (500, 503, LinkState.FAILS),
    ],
)
def test_the_state_of_an_address_is_that_of_its_last_answer(
    head: int, get: int | None, state: LinkState
) -> None:
    def ask(method: str, address: str, seconds: float) -> int:
        status = head if method == "HEAD" else get
        assert status is not None
        return status

    [found] = check(["https://a.example/"], ask).values()
    assert found == Checked("https://a.example/", state, f"HTTP {get or head}")


def test_each_address_is_asked_once_and_silence_has_its_reason() -> None:
    asked: list[str] = []

    def nobody(method: str, address: str, seconds: float) -> int:
        asked.append(address)
        raise TimeoutError("timed out")

    found = check(["https://a.example/", "https://b.example/", "https://a.example/"], nobody)
    assert sorted(asked) == list(found) == ["https://a.example/", "https://b.example/"]
    assert found["https://a.example/"] == Checked(
        "https://a.example/", LinkState.SILENT, "timed out"
    )


def test_a_page_that_wants_a_sign_in_is_not_dead() -> None:
    assert LinkState.REFUSED not in DEAD
    assert LinkState.OPENS not in DEAD


def test_only_web_addresses_are_opened() -> None:
    with pytest.raises(OSError, match="不是网址"):
        over_http("GET", "file:///etc/passwd", 1)


def test_an_address_that_leads_inside_is_dead_and_says_so() -> None:
    def inside(method: str, address: str, seconds: float) -> int:
        raise InnerAddress("a.example", "10.0.0.1")

    [found] = check(["https://a.example/"], inside).values()
    assert found.state is LinkState.INNER
    assert found.state in DEAD
    assert "10.0.0.1" in found.detail
