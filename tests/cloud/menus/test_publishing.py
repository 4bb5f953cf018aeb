"""A menu's way to followers: at once, at a time, for a while; by one person or two; and what goes wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import audit, menus
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.menus import Plan, PublicationState
from chalicelib.people import PermissionDenied
from tests.cloud.menus.made import (
    BAN,
    NOW,
    ZONG,
    document,
    drafted,
    later,
    names,
    published,
)

S = PublicationState
HOUR = timedelta(hours=1)


def states() -> dict[str, PublicationState]:
    """Publication → state, for all of the account."""
    return {one.id: one.state for one in menus.publications_of("city")}


def test_a_menu_is_with_followers_at_once_and_the_same_again_is_refused(
    wechat: menus.Menus,
) -> None:
    made = published(document("办税", "查询"), note="第一版")
    assert made.state is S.IN_FORCE
    assert names(wechat) == ["办税", "查询"]
    assert menus.document("city", made.version) == document("办税", "查询")
    with pytest.raises(menus.NothingToPublish):
        published(document("办税", "查询"))
    [entry] = [one for one in audit.of_unit("city") if one.action == menus.PUBLISH]
    assert (entry.by, entry.note) == ("ban", "第一版")


def test_what_wechat_would_refuse_is_never_sent(wechat: menus.Menus) -> None:
    with pytest.raises(menus.BadMenu) as refused:
        published(document("办税", "查询", "互动", "更多"))
    assert [one.name for one in refused.value.fields] == ["buttons"]
    assert names(wechat) == []


def test_a_planned_menu_begins_at_its_time_once(wechat: menus.Menus) -> None:
    published(document("平时"))
    made = published(document("征期"), at=utc_now() + HOUR)
    assert made.state is S.PLANNED
    menus.bring("city")
    assert names(wechat) == ["平时"]
    at = later(utc_now() + HOUR + timedelta(seconds=1))
    menus.bring("city", at)
    menus.bring("city", at)
    assert names(wechat) == ["征期"]
    assert states() == {"00001": S.REPLACED, "00002": S.IN_FORCE}
    assert len(menus.publication("city", made.id).periods) == 1


def test_a_campaign_ends_by_itself_and_the_menu_before_returns(wechat: menus.Menus) -> None:
    published(document("平时"))
    until = utc_now() + HOUR
    campaign = published(document("宣传月"), until=until)
    assert names(wechat) == ["宣传月"]
    assert states() == {"00001": S.SUSPENDED, "00002": S.IN_FORCE}
    menus.bring("city", later(until + timedelta(seconds=1)))
    assert names(wechat) == ["平时"]
    assert states() == {"00001": S.IN_FORCE, "00002": S.ENDED}
    [shown] = menus.publication("city", campaign.id).periods
    assert shown.until == until + timedelta(seconds=1)
    assert len(menus.publication("city", "00001").periods) == 2


def test_a_campaign_within_a_campaign_gives_way_to_the_outer_one(wechat: menus.Menus) -> None:
    published(document("平时"))
    published(document("宣传月"), until=utc_now() + 3 * HOUR)
    published(document("开幕日"), until=utc_now() + HOUR)
    menus.bring("city", later(utc_now() + 2 * HOUR))
    assert names(wechat) == ["宣传月"]
    menus.bring("city", later(utc_now() + 4 * HOUR))
    assert names(wechat) == ["平时"]


def test_a_menu_that_stays_replaces_a_campaign(wechat: menus.Menus) -> None:
    published(document("平时"))
    published(document("宣传月"), until=utc_now() + HOUR)
    published(document("新菜单"))
    menus.bring("city", later(utc_now() + 2 * HOUR))
    assert names(wechat) == ["新菜单"]
    assert states() == {"00001": S.REPLACED, "00002": S.REPLACED, "00003": S.IN_FORCE}


def test_a_campaign_of_an_account_without_a_menu_leaves_none(wechat: menus.Menus) -> None:
    made = published(document("宣传月"), until=utc_now() + HOUR)
    menus.end_now("city", made.id, by=ZONG, now=utc_now(), reason="提前结束")
    assert names(wechat) == []
    assert states() == {"00001": S.ENDED}


def test_an_old_version_is_published_again_as_it_was(wechat: menus.Menus) -> None:
    published(document("旧"))
    published(document("新"))
    back = menus.restore("city", 1, Plan(note="新菜单有误"), by=ZONG, now=utc_now())
    assert names(wechat) == ["旧"]
    version = menus.version_for("city", back.version, by=BAN)
    assert (version.source, version.restored_from) == (menus.Source.RESTORED, 1)


def test_where_two_people_are_asked_for_nobody_releases_their_own(wechat: menus.Menus) -> None:
    menus.set_two_people("city", True, by=local("ops"), now=NOW)
    made = published(document("办税"))
    assert made.state is S.WAITING
    assert names(wechat) == []
    with pytest.raises(menus.SameHands):
        menus.approve("city", made.id, by=BAN, now=utc_now())
    assert menus.approve("city", made.id, by=ZONG, now=utc_now()).state is S.IN_FORCE
    assert names(wechat) == ["办税"]


def test_who_wrote_a_part_of_it_had_a_hand_in_it() -> None:
    menus.set_two_people("city", True, by=local("ops"), now=NOW)
    drafted(document("办税"), ZONG)
    made = published(document("办税", "查询"), by=BAN)
    with pytest.raises(menus.SameHands):
        menus.approve("city", made.id, by=ZONG, now=utc_now())


def test_a_menu_that_was_sent_back_or_called_off_is_over() -> None:
    menus.set_two_people("city", True, by=local("ops"), now=NOW)
    one, two = published(document("甲")), published(document("乙"))
    menus.reject("city", one.id, "名称不妥", by=ZONG, now=utc_now())
    menus.cancel("city", two.id, by=BAN, now=utc_now())
    assert states() == {one.id: S.REJECTED, two.id: S.CANCELLED}
    with pytest.raises(menus.MenuWrongState):
        menus.approve("city", one.id, by=ZONG, now=utc_now())


def test_of_two_who_publish_at_once_the_second_hears_who_was_faster(wechat: menus.Menus) -> None:
    seen = drafted(document("甲"))
    menus.publish_draft("city", Plan(), seen=seen, by=BAN, now=utc_now())
    with pytest.raises(menus.MenuChanged, match="ban") as slower:
        menus.publish_draft("city", Plan(), seen=seen, by=ZONG, now=utc_now())
    assert slower.value.by == "ban"
    assert names(wechat) == ["甲"]
    assert len(states()) == 1


def test_a_draft_is_saved_over_what_was_seen_alone() -> None:
    drafted(document("甲"))
    with pytest.raises(menus.MenuChanged, match="ban"):
        menus.save_draft("city", document("乙"), seen=0, by=ZONG, now=utc_now())


@pytest.mark.parametrize(
    "wrong", [{"at": -HOUR}, {"until": -HOUR}, {"at": 2 * HOUR, "until": HOUR}]
)
def test_a_time_that_cannot_be_is_refused(wrong: dict[str, timedelta]) -> None:
    plan = {name: utc_now() + away for name, away in wrong.items()}
    with pytest.raises(menus.BadMenuTime):
        published(document("办税"), **plan)


def test_who_has_no_role_publishes_nothing() -> None:
    stranger = BAN.model_copy(update={"person": "li"})
    with pytest.raises(PermissionDenied):
        published(document("办税"), by=stranger)
