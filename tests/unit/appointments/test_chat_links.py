"""Links of the counter: what is written is read again, and nothing else is; lists are read page by page, within a reply."""

from __future__ import annotations

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as some

from chalicelib.application import appointment_links
from chalicelib.application.appointment_links import Ask, Step, read, to, written
from chalicelib.application.appointment_texts import MOST_BYTES, listing
from chalicelib.conversation import LinkKind, LinkTarget, link_target

SLUGS = some.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?", fullmatch=True)
IDS = some.from_regex(r"[0-9a-f]{20}", fullmatch=True)
ASKS = some.builds(
    Ask,
    step=some.sampled_from(Step),
    hall=SLUGS,
    service=SLUGS,
    day=some.dates(date(2026, 1, 1), date(2099, 12, 31)),
    start=some.times().map(lambda at: time(at.hour, at.minute)),
    booking=some.one_of(some.just(""), IDS),
    area=SLUGS,
    page=some.integers(1, 99),
)


@given(ASKS)
def test_what_is_written_is_read_again(ask: Ask) -> None:
    fields = appointment_links._FIELDS[ask.step]
    asked = Ask(ask.step)._replace(**{name: getattr(ask, name) for name in fields})
    assert read(written(ask)) == asked


@given(ASKS)
def test_a_link_of_a_slot_is_short_enough_to_come_back(ask: Ask) -> None:
    """Of a change hall and service are the booking's own, and stand in no link."""
    if ask.booking:
        ask = ask._replace(hall="", service="")
    id_ = to(ask, "09:00—09:30").partition("msgmenuid=")[2].partition('"')[0]
    assert link_target(id_) == LinkTarget(LinkKind.BOOK, written(ask))


@given(some.text(max_size=60))
def test_what_nobody_wrote_is_read_as_nothing_or_harmlessly(rest: str) -> None:
    ask = read(rest)
    assert ask is None or isinstance(ask.step, Step)


@given(some.lists(some.text("税务局预约", min_size=1, max_size=120), min_size=1, max_size=80))
def test_every_row_of_a_list_is_on_one_page_and_each_page_fits(rows: list[str]) -> None:
    rows = [f"{nth}:{row}" for nth, row in enumerate(rows)]
    seen: list[str] = []
    number = 1
    while True:
        page = listing("头", rows, "脚", lambda n: f"更多{n}", number)
        assert len(page.encode()) <= MOST_BYTES
        seen += [line for line in page.split("\n") if ":" in line]
        if f"更多{number + 1}" not in page:
            break
        number += 1
    assert seen == rows
