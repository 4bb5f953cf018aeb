"""Services that are asked for without their names, on messages that were written before any of them was tried."""

from __future__ import annotations

from pathlib import Path

from chalicelib.application.service_replies import told_of
from chalicelib.catalogue.files import read
from chalicelib.conversation import ServiceBook

MESSAGES = Path(__file__).with_name("likely.txt")
DEMO = Path(__file__).parents[3] / "demo" / "province" / "services.csv"


def test_most_offers_are_right_and_strangers_get_hardly_any() -> None:
    book = ServiceBook([told_of(one) for one in read(DEMO.name, DEMO.read_bytes()).services])
    right = wrong = false = 0
    for line in MESSAGES.read_text().splitlines():
        if line.startswith("#"):
            continue
        text, _, wanted = line.partition("|")
        offered = {one.id for one in book.likely(text)}
        if wanted:
            right += bool(offered & set(wanted.split()))
            wrong += bool(offered) and not offered & set(wanted.split())
        else:
            false += bool(offered)
    assert right >= 22  # of 56
    assert wrong <= 4
    assert false <= 2  # of 24
