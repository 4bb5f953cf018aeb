"""What goes out how: kinds, tags, pages without notice, and what WeChat's protection and checks say of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib import accounts, publishing
from chalicelib.accounts import forget
from chalicelib.actor import local
from chalicelib.cloud import table
from chalicelib.publishing import Delivery, DeliveryState, Way
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Material, Piece
from chalicelib.wechat.events import MassSendJobFinish, PublishJobFinish
from tests.cloud.publishing.conftest import SLOT, Clock, Desk, event
from tests.cloud.publishing.platform import Platform, lost, refused

S = DeliveryState
SETTLED = {"due_at": SLOT, "held_until": None}


@pytest.fixture
def page(plan: Callable[..., Delivery]) -> Desk:
    """A publication, which notifies nobody."""
    clock = Clock()
    return Desk(clock, Platform(clock), plan(way=Way.PUBLISH).id)


def finished_page(publish_id: str, status: int, failed: object = None) -> PublishJobFinish:
    info: dict[str, object] = {"publish_id": publish_id, "publish_status": str(status)}
    if status == 0:
        info["article_id"] = "page-1"
        info["article_detail"] = {"count": "1", "item": {"idx": "1", "article_url": "http://p/1"}}
    if failed is not None:
        info["fail_idx"] = failed
    return PublishJobFinish.model_validate(
        {
            "ToUserName": "gh_1",
            "FromUserName": "mphelper",
            "CreateTime": "1796086800",
            "MsgType": "event",
            "Event": "PUBLISHJOBFINISH",
            "PublishEventInfo": info,
        }
    )


def changed(desk: Desk, **fields: object) -> None:
    """The same push, planned otherwise."""
    before = desk.delivery
    store.save(before, before.model_copy(update=fields))


def test_a_push_to_a_tag_goes_to_that_tag(desk: Desk) -> None:
    changed(desk, tag_id=7)
    desk.to_slot()
    assert desk.wechat.audiences == [7]


@pytest.mark.parametrize(("kind", "file"), [("video", "v.mp4"), ("audio", "a.mp3")])
def test_a_video_or_voice_is_sent_itself(
    desk: Desk, kind: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib import newsroom

    monkeypatch.setattr(newsroom, "picture_body", lambda key: b"film")
    material = Material(key=f"articles/{file}", type="video" if kind == "video" else "voice")
    changed(desk, pieces=(Piece(article="x", title="片", kind=kind, materials=(material,)),))
    desk.to_slot()
    assert "draft/add" not in desk.wechat.calls
    assert (len(desk.wechat.sent), desk.delivery.state) == (1, S.SUBMITTED)


def test_a_video_beside_an_article_is_refused_before_anything_is_uploaded(desk: Desk) -> None:
    film = Piece(article="x", title="片", kind="video", materials=(Material(key="v.mp4"),))
    changed(desk, pieces=(*desk.delivery.pieces, film))
    desk.to_slot()
    assert (desk.delivery.state, desk.wechat.calls) == (S.FAILED, [])


def test_eight_articles_go_out_as_one_push(plan: Callable[..., Delivery], desk: Desk) -> None:
    changed(desk, pieces=desk.delivery.pieces * 8)
    desk.to_slot()
    [(_, articles)] = desk.wechat.sent
    assert len(articles) == 8
    # The same picture is uploaded once.
    assert sum("uploadimg" in call for call in desk.wechat.calls) == 2


def test_a_publication_is_confirmed_by_its_event(page: Desk) -> None:
    page.to_slot()
    assert (page.delivery.state, page.delivery.publish_id) == (S.SUBMITTED, "2000")
    assert page.wechat.sent == []
    publishing.confirm_publication("province", finished_page("2000", 0), now=page.clock.now)
    done = page.delivery
    assert (done.state, done.article_id, done.urls) == (S.CONFIRMED, "page-1", ("http://p/1",))


@pytest.mark.parametrize(
    ("status", "state", "word"),
    [
        (2, S.FAILED, "原创"),
        (3, S.FAILED, "失败"),
        (4, S.FAILED, "审核"),
        (5, S.RECALLED, "删除"),
        (6, S.FAILED, "封禁"),
        (9, S.FAILED, "未知的发布状态 9"),
    ],
)
def test_each_status_of_a_publication_is_said(
    page: Desk, status: int, state: DeliveryState, word: str
) -> None:
    page.to_slot()
    publishing.confirm_publication("province", finished_page("2000", status), now=page.clock.now)
    assert page.delivery.state is state
    assert word in page.delivery.history[-1].note


@pytest.mark.parametrize("failed", ["2", ["2"]])
def test_one_failed_article_may_come_as_a_number_or_a_list(page: Desk, failed: object) -> None:
    page.to_slot()
    publishing.confirm_publication("province", finished_page("2000", 2, failed), now=page.clock.now)
    assert "第 2 篇" in page.delivery.history[-1].note


def test_a_publication_under_way_is_asked_for_at_most_five_times(page: Desk) -> None:
    page.to_slot()
    publishing.confirm_publication("province", finished_page("2000", 1), now=page.clock.now)
    assert page.delivery.state is S.SUBMITTED
    for _ in range(20):
        page.clock.forward(hours=1)
        page.work()
    assert page.wechat.calls.count("freepublish/get") <= 5
    assert page.delivery.state is S.FAILED
    assert "没有给出" in page.delivery.problem.what


def test_a_publication_whose_answer_was_lost_is_not_submitted_again(page: Desk) -> None:
    page.wechat.after = [lost()]
    page.to_slot()
    assert page.delivery.state is S.PREPARED
    page.minutes(3)
    # The draft is gone, so it was taken; the list of publications says which it is.
    assert page.delivery.state is S.SUBMITTED
    page.wechat.publish_status = 0
    page.minutes(5)
    assert (page.delivery.state, page.delivery.article_id) == (S.CONFIRMED, "page-2000")
    assert page.wechat.calls.count("freepublish/submit") == 1


def test_a_publication_that_was_not_taken_says_so_and_can_be_retried(page: Desk) -> None:
    page.wechat.before = [lost()]
    page.to_slot()
    page.minutes(35)
    assert (page.delivery.state, page.delivery.tried_at) == (S.FAILED, None)
    assert "草稿仍在草稿箱" in page.delivery.problem.what
    assert page.wechat.published == {}
    publishing.retry(page.delivery_id, by=local("编辑"), now=page.clock.now)
    page.work()
    assert page.delivery.state is S.SUBMITTED
    assert len(page.wechat.published) == 1


def test_two_publications_that_may_own_an_event_leave_it_alone(
    page: Desk, plan: Callable[..., Delivery]
) -> None:
    other = Desk(page.clock, page.wechat, plan(way=Way.PUBLISH, title="别的").id)
    for one in (page, other):
        one.wechat.after = [lost()]
        one.to_slot()
    publishing.confirm_publication("province", finished_page("2001", 0), now=page.clock.now)
    page.minutes(3)
    other.work()
    assert {page.delivery.publish_id, other.delivery.publish_id} == {None}


def test_a_page_whose_secrets_could_not_be_read_was_not_tried(
    plan: Callable[..., Delivery],
) -> None:
    clock = Clock()
    page = Desk(clock, Platform(clock), plan(way=Way.PUBLISH).id)
    clock.now = SLOT - timedelta(minutes=5)
    page.work()
    clock.now = SLOT

    def throttled(account_id: str) -> Platform:
        raise RuntimeError("ThrottlingException")

    with pytest.raises(RuntimeError):
        publishing.deliver(page.delivery_id, channel_for=throttled, clock=clock)
    assert page.delivery.tried_at is None
    clock.forward(seconds=10)
    page.work()
    assert (page.delivery.state, len(page.wechat.published)) == (S.SUBMITTED, 1)


def protect() -> None:
    account = accounts.state("province").account
    accounts.store.update_account(
        account.model_copy(update={"mass_protection": True}), instead_of=0
    )
    forget()


def test_protection_is_awaited_with_a_reminder(desk: Desk) -> None:
    protect()
    desk.to_slot()
    waiting = desk.delivery
    assert waiting.state is S.AWAITING_ADMIN
    assert "管理员" in waiting.problem.what
    assert "09:30" in waiting.problem.advice
    publishing.confirm("province", event(1000), now=desk.clock.now)
    assert (desk.delivery.state, desk.delivery.problem) == (S.CONFIRMED, None)


def test_an_account_removed_in_the_middle_does_not_make_a_send_unsent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails after WeChat's answer must never pass for WeChat's answer."""

    def gone(account_id: str) -> None:
        raise accounts.UnknownAccount(account_id)

    desk.wechat.on_call = lambda: (
        monkeypatch.setattr(accounts, "live", gone) if desk.wechat.sent else None
    )
    desk.to_slot()
    assert (desk.delivery.state, desk.delivery.msg_id) == (S.SUBMITTED, 1000)


def test_what_waits_for_an_administrator_has_used_its_allowance(desk: Desk) -> None:
    protect()
    desk.to_slot()
    assert desk.delivery.state is S.AWAITING_ADMIN
    items = table.query(f"ALLOWANCE#{desk.delivery.account}")
    states = {item[f"h#{desk.delivery_id}"] for item in items if f"h#{desk.delivery_id}" in item}
    assert states == {"committed"}


def test_protection_that_nobody_told_us_of_is_inferred(desk: Desk) -> None:
    desk.to_slot()
    desk.minutes(10)
    assert desk.delivery.state is S.SUBMITTED
    desk.minutes(10)
    assert desk.delivery.state is S.AWAITING_ADMIN


@pytest.mark.parametrize(("status", "word"), [("err(40001)", "拒绝"), ("err(40002)", "30 分钟")])
def test_an_administrator_who_refuses_or_is_silent_is_named(
    desk: Desk, status: str, word: str
) -> None:
    protect()
    desk.to_slot()
    publishing.confirm("province", event(1000, status, 0, 0), now=desk.clock.now)
    assert desk.delivery.state is S.FAILED
    assert word in desk.delivery.problem.what


def test_silence_whose_event_is_lost_is_learnt_by_asking(desk: Desk) -> None:
    protect()
    desk.to_slot()
    desk.wechat.status = "SEND_FAIL"
    desk.minutes(5)
    assert desk.delivery.state is S.FAILED
    assert "管理员拒绝了这次群发，或" in desk.delivery.problem.what


def test_what_the_original_check_found_is_kept(desk: Desk) -> None:
    desk.to_slot()
    told = event(1000).model_dump(by_alias=True) | {
        "CopyrightCheckResult": {
            "Count": "1",
            "ResultList": {
                "item": {
                    "ArticleIdx": "1",
                    "AuditState": "2",
                    "OriginalArticleUrl": "http://original",
                    "CanReprint": "1",
                }
            },
            "CheckState": "2",
        }
    }
    publishing.confirm("province", MassSendJobFinish.model_validate(told), now=desk.clock.now)
    [check] = desk.delivery.checks
    assert (desk.delivery.check_state, check.original_url, check.can_reprint) == (
        2,
        "http://original",
        True,
    )


@pytest.mark.parametrize("errcode", [40164, 40125])
def test_what_people_can_repair_is_waited_for_until_the_slot(desk: Desk, errcode: int) -> None:
    def refuse() -> None:
        if desk.clock.now < SLOT - timedelta(minutes=3):
            raise refused(errcode)

    desk.wechat.on_call = refuse
    desk.minutes(55)
    assert desk.delivery.state is S.RESERVED
    assert str(errcode) in desk.delivery.problem.what
    desk.minutes(6)
    assert desk.delivery.state is S.SUBMITTED


def test_what_nobody_repairs_fails_at_the_slot(desk: Desk) -> None:
    def refuse() -> None:
        raise refused(40164)

    desk.wechat.on_call = refuse
    desk.minutes(59)
    assert desk.delivery.state is S.RESERVED
    desk.minutes(1)
    assert (desk.delivery.state, desk.delivery.tried_at) == (S.FAILED, None)


def test_a_cancelled_push_takes_its_draft_along(desk: Desk) -> None:
    desk.minutes(55)
    assert len(desk.wechat.box) == 1
    desk.wechat.box["of-an-editor"] = [{"thumb_media_id": "somebody's"}]
    publishing.cancel(desk.delivery_id, by=local("编辑"), now=desk.clock.now)
    desk.minutes(2)
    assert list(desk.wechat.box) == ["of-an-editor"]
    assert "已删除未用的草稿 1 份" in desk.delivery.history[-1].note
    assert desk.delivery.due_at is None


def test_a_draft_that_cannot_be_deleted_is_said(desk: Desk) -> None:
    desk.minutes(55)
    publishing.cancel(desk.delivery_id, by=local("编辑"), now=desk.clock.now)

    def refuse() -> None:
        raise refused(48001)

    desk.wechat.on_call = refuse
    desk.minutes(30)
    assert "没能删除" in desk.delivery.history[-1].note
    assert (desk.delivery.state, desk.delivery.due_at) == (S.CANCELLED, None)
