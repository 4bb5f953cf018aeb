"""A callback with a catalogue: as many reads as without, and an answer where the services can't be read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import accounts, conversation
from chalicelib.application import service_spread
from chalicelib.cloud import objects
from chalicelib.conversation import AccountContext
from tests.cloud.catalogue.made import EDITOR, NOW, released, service


def context() -> AccountContext:
    return AccountContext.of(accounts.state("city", consistent=True), None)


def test_the_services_are_read_once_and_again_when_they_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released(service())
    read, keys = objects.read, []

    def counted(key: str) -> bytes:
        keys.append(key)
        return read(key)

    monkeypatch.setattr(objects, "read", counted)
    assert context().services is context().services is not None
    assert len(keys) == 1
    service_spread.maintain(
        "province", "deed-tax", by=EDITOR, now=NOW + timedelta(minutes=1), notice="停机"
    )
    keys.clear()
    context()
    context()
    assert len([one for one in keys if one.startswith("reply-books/services/")]) == 1


def test_services_that_cannot_be_read_are_done_without_and_let_alone_for_ten_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released(service())
    key = accounts.state("city").services
    tries: list[str] = []

    def broken(key: str) -> bytes:
        tries.append(key)
        raise TimeoutError

    conversation.forget_services()
    with monkeypatch.context() as patch:
        patch.setattr(objects, "read", broken)
        times = iter([100.0, 100.0, 105.0, 111.0, 111.0])
        for _ in range(3):
            assert conversation.stored_services(key, lambda: next(times)) is None
    assert len(tries) == 2
    conversation.forget_services()
    assert conversation.stored_services(key) is not None
