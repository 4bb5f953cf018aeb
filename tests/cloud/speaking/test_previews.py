"""A preview, killed and failed everywhere: one telephone gets it once, or the command says that it failed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import accounts, newsroom
from chalicelib.actor import local
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.newsroom.people import NOW, PNG, composed, newsroom_of
from tests.cloud.speaking.conftest import Deed, World, lives, opened


class Clock:
    now = NOW

    def forward(self, **_: float) -> None:
        pass


@pytest.fixture
def world(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    newsroom_of()
    accounts.add_account(account(), SECRETS, by=local("li"), now=NOW)
    with opened(Clock(), monkeypatch) as made:
        yield made


def test_a_preview_reaches_its_telephone_once_or_the_command_fails(world: World) -> None:
    article = composed().article
    files = {one.key: PNG for one in (article.cover, *article.pictures) if one}
    made = newsroom.create(
        newsroom.Composed(article, files), unit="province", by=local("li"), now=NOW
    )
    world.keep()
    deeds: list[Deed] = []

    def live() -> None:
        deeds[:] = [
            world.does(
                lambda: newsroom.send_preview(
                    made.id, "province", "liming", by=local("li"), now=NOW
                )
            )
        ]

    for place, fate in lives(world, "preview", live):
        took, [deed] = world.wechat.took["preview"], deeds
        assert took <= 1, (place, fate)
        assert took or deed.raised or deed.killed, (place, fate)
