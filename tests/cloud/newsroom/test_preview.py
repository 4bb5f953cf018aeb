"""A preview on a telephone, on the simulator; and in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from chalicelib import accounts, audit, newsroom
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.newsroom import Article, ArticleKind, Composed, Picture, StoredArticle
from chalicelib.newsroom.errors import PreviewRefused
from chalicelib.newsroom.preview import service
from chalicelib.newsroom.preview.service import preview_page, send_preview
from chalicelib.people import PermissionDenied
from chalicelib.settings import settings
from chalicelib.wechat.errors import ApiRefused, UnknownOutcome
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.newsroom.people import NOW, PNG, composed, newsroom_of
from tests.simulator.conftest import running
from wechat_simulator.settings import Settings

APPID = account()["appid"]
SHOWN = Picture(key="articles/pictures/shown.png", media_type="image/png", size=len(PNG))


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with running(Settings()) as url:
        yield url


@pytest.fixture
def phone(cloud: None, simulator: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The openid of somebody who follows the account; the platform is the simulator."""
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", simulator)
    settings.cache_clear()
    httpx.post(f"{simulator}/_sim/reset")
    told = {"name": "云岭税务", "secret": SECRETS["app_secret"], "token": SECRETS["token"]}
    httpx.put(f"{simulator}/_sim/accounts/{APPID}", json=told).raise_for_status()
    newsroom_of()
    accounts.add_account(account(), SECRETS, by=local("li"), now=NOW)
    somebody = httpx.post(f"{simulator}/_sim/users", json={"nickname": "liming"}).json()["id"]
    return str(
        httpx.post(f"{simulator}/_sim/accounts/{APPID}/users/{somebody}/follow").json()["openid"]
    )


def ledger(simulator: str) -> list[dict[str, Any]]:
    return list(httpx.get(f"{simulator}/_sim/ledger?kind=preview").json())


def library() -> tuple[int, int]:
    """How many drafts and pictures the account holds."""
    client = accounts.wechat_client("province")
    return client.draft.count()["total_count"], client.material.get_count()["image_count"]


def kept(article: Article) -> StoredArticle:
    files = {one.key: PNG for one in (article.cover, *article.pictures, *article.images) if one}
    return newsroom.create(Composed(article, files), unit="province", by=local("li"), now=NOW)


def with_picture() -> StoredArticle:
    plain = composed().article
    html = f'<p>如图</p><img src="{SHOWN.key}">'
    return kept(plain.model_copy(update={"html": html, "pictures": (SHOWN,)}))


@pytest.mark.parametrize("by_name", [True, False], ids=["by name", "by openid"])
def test_one_telephone_gets_it_and_nothing_stays_in_the_account(
    phone: str, simulator: str, by_name: bool
) -> None:
    made = with_picture()
    sent = send_preview(
        made.id, "province", "liming" if by_name else phone, by=local("li"), now=NOW
    )
    assert (sent.revision, sent.left_behind) == (1, ())
    [entry] = ledger(simulator)
    assert entry["openid"] == phone
    assert library() == (0, 0)
    taken = {one.claim.scarce: one.taken for one in accounts.ledger.lines("province", NOW)}
    assert (taken[accounts.Scarce.PREVIEW], taken[accounts.Scarce.DRAFT]) == (1, 1)


def test_an_older_revision_can_be_previewed_too(phone: str) -> None:
    made = with_picture()
    newsroom.revise(made.id, composed(body="八点半开门。"), by=local("li"), now=NOW)
    assert (
        send_preview(made.id, "province", phone, by=local("li"), now=NOW, revision=1).revision == 1
    )
    assert send_preview(made.id, "province", phone, by=local("li"), now=NOW).revision == 2


def test_pictures_with_few_words_go_to_a_telephone(phone: str, simulator: str) -> None:
    plain = composed().article.model_copy(
        update={"kind": ArticleKind.NEWSPIC, "cover": None, "images": (SHOWN,)}
    )
    send_preview(kept(plain).id, "province", phone, by=local("li"), now=NOW)
    assert len(ledger(simulator)) == 1
    assert library() == (0, 0)


def test_a_preview_that_fails_leaves_nothing_behind_either(phone: str, simulator: str) -> None:
    with pytest.raises(ApiRefused):
        send_preview(with_picture().id, "province", "nobody", by=local("li"), now=NOW)
    assert ledger(simulator) == []
    assert library() == (0, 0)


def test_what_is_kept_is_said(phone: str) -> None:
    sent = send_preview(with_picture().id, "province", phone, by=local("li"), now=NOW, keep=True)
    assert [left.split()[0] for left in sent.left_behind] == ["草稿", "素材"]
    assert library() == (1, 1)


def test_the_hundredth_preview_of_a_day_is_the_last(phone: str) -> None:
    accounts.ledger.spend("province", accounts.Scarce.PREVIEW, NOW, 100)
    with pytest.raises(accounts.AllowanceUsedUp):
        send_preview(with_picture().id, "province", phone, by=local("li"), now=NOW)
    assert library() == (0, 0)


def test_a_video_is_refused_before_anything_is_sent(phone: str) -> None:
    video = composed().article.model_copy(update={"kind": ArticleKind.VIDEO, "media": SHOWN})
    with pytest.raises(PreviewRefused) as refused:
        send_preview(kept(video).id, "province", phone, by=local("li"), now=NOW)
    [way] = refused.value.remedies
    assert way.action == "article.preview_page"


def test_the_log_has_who_sent_a_preview_by_which_account_and_not_to_whom(phone: str) -> None:
    made = with_picture()
    sender = Actor(person="li", known_by=KnownBy.SIGN_IN, identity="sub-1", request="r-1")
    send_preview(made.id, "province", phone, by=sender, now=NOW)
    [entry] = [one for one in audit.of_unit("province") if one.action == "newsroom:article:preview"]
    assert (entry.by, entry.identity, entry.request) == ("li", "sub-1", "r-1")
    assert (entry.object, entry.note) == (f"article:{made.id}", "第 1 版，公众号 province")
    assert phone not in entry.model_dump_json()


def test_a_preview_whose_outcome_nobody_knows_stands_in_the_log(
    phone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise UnknownOutcome("ReadTimeout", appid="wx", api="message/mass/preview")

    monkeypatch.setattr(service, "_send", lost)
    with pytest.raises(UnknownOutcome):
        send_preview(with_picture().id, "province", phone, by=local("li"), now=NOW)
    [entry] = [one for one in audit.of_unit("province") if one.action == "newsroom:article:preview"]
    assert entry.by == "li"


def test_a_person_without_a_role_sends_no_preview(phone: str, simulator: str) -> None:
    nobody = Actor(person="nobody", known_by=KnownBy.SIGN_IN)
    with pytest.raises(PermissionDenied):
        send_preview(with_picture().id, "province", phone, by=nobody, now=NOW)
    assert ledger(simulator) == []


def test_a_page_has_its_pictures_inside(phone: str) -> None:
    shown = preview_page(with_picture().id)
    assert "办税服务厅开放时间" in shown
    assert 'src="data:image/png;base64,iVBOR' in shown
    assert SHOWN.key not in shown
