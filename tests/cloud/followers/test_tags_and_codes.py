"""Tags, rules that give them, the blacklist, and QR codes, against the simulator."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chalicelib import accounts, audit, followers
from chalicelib.accounts import Scarce
from chalicelib.application import (
    appointment_halls,
    follower_codes,
    follower_orders,
    follower_tags,
    tagging,
)
from chalicelib.conversation import Decision, RecordedPush, Rung
from chalicelib.followers.qrcodes import QrKind, QrWanted
from chalicelib.followers.tags import RuleKind, Seen, store
from chalicelib.wechat.errors import WeChatError
from chalicelib.wechat.events import Subscribe
from cli.app import app
from tests.cloud.appointments.world import kept
from tests.cloud.followers.conftest import BAN, Reaper, World
from tests.cloud.insight.statistics_world import Killed

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def asked_of_the_simulator(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The use cases ask for a client themselves."""
    monkeypatch.setattr("chalicelib.accounts.wechat_client", world.client, raising=False)
    tagging.forget_rules()


def made(world: World, name: str = "个体户") -> int:
    return follower_tags.create("city", name, by=BAN, now=world.now).id


def rule(world: World, tag: int, kind: RuleKind = RuleKind.SCENE, value: str = "expo") -> str:
    return follower_tags.add_rule("city", kind, value, tag, by=BAN, now=world.now).id


def came(world: World, openid: str, scene: str) -> RecordedPush:
    at = int(world.now.timestamp())
    push = Subscribe.model_validate(
        {
            "ToUserName": "gh_1",
            "FromUserName": openid,
            "CreateTime": str(at),
            "MsgType": "event",
            "Event": "subscribe",
            "EventKey": f"qrscene_{scene}",
        }
    )
    return RecordedPush("city", f"{openid}-{at}", push, Decision(rung=Rung.SILENT), at)


def work(world: World) -> int:
    return followers.tags.work("city", clock=lambda: world.now, client=world.client)


def tagged(world: World, openid: str) -> list[int]:
    return followers.tags.tags_of_follower("city", openid)


def log() -> list[str]:
    return [one.note for one in audit.of_unit("city")]


def test_a_tag_is_made_renamed_and_deleted_with_its_rules(world: World) -> None:
    tag = made(world)
    rule(world, tag)
    follower_tags.rename("city", tag, "个体工商户", by=BAN, now=world.now)
    page = follower_tags.page("city", by=BAN)
    assert [(one.id, one.name) for one in page.tags if one.id == tag] == [(tag, "个体工商户")]
    assert [one.value for one in page.rules] == ["expo"]
    follower_tags.delete("city", tag, reason="不再使用", by=BAN, now=world.now)
    page = follower_tags.page("city", by=BAN)
    assert tag not in {one.id for one in page.tags} and page.rules == ()
    assert any("不再使用" in one for one in log())


@pytest.mark.parametrize("name", ["", "  ", "十一个汉字超过了三十字节"])
def test_a_name_that_wechat_would_refuse_is_not_sent(world: World, name: str) -> None:
    with pytest.raises(followers.BadTag, match="30 字节"):
        follower_tags.create("city", name, by=BAN, now=world.now)


def test_a_second_tag_of_a_name_is_refused(world: World) -> None:
    made(world)
    with pytest.raises(followers.BadTag, match="已经有"):
        made(world)


def test_a_tag_of_too_many_is_not_deleted(world: World) -> None:
    world.crowd(300_000, {"省直": 2})
    [tag] = [one.id for one in followers.tags.listed("city") if one.name == "省直"]
    assert follower_tags.reach("city", tag, by=BAN) == 150_000
    with pytest.raises(followers.BadTag, match="10 万"):
        follower_tags.delete("city", tag, reason="改了", by=BAN, now=world.now)


def test_who_comes_by_a_code_is_tagged_fifty_in_a_call(world: World) -> None:
    world.crowd(200)
    tag = made(world)
    rule(world, tag)
    openids = world.openids(0, 119)
    for one in openids:
        tagging.follow(came(world, one, "expo"), world.now)
        tagging.follow(came(world, one, "expo"), world.now)
        tagging.follow(came(world, one, "other"), world.now)
    assert followers.tags.waiting("city") == 120
    assert list(followers.tags.due(world.now)) == []
    later = world.now + timedelta(minutes=1)
    assert list(followers.tags.due(later)) == ["city"]
    assert follower_orders.sweep(later) == 1
    assert work(world) == 120
    assert world.spent(Scarce.TAGGING) == 3
    assert tagged(world, openids[7]) == [tag]
    assert followers.tags.waiting("city") == 0 == work(world)
    assert list(followers.tags.due(later)) == []


def test_a_hall_is_known_by_its_scene(world: World) -> None:
    tag = made(world)
    rule(world, tag, RuleKind.HALL, "7")
    [one] = followers.tags.matching(followers.tags.rules("city"), Seen(scene="hall-7"))
    assert one.tag == tag
    assert followers.tags.matching(followers.tags.rules("city"), Seen(scene="7")) == []


def test_killed_anywhere_everybody_is_tagged_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.crowd(60)
    tag = made(world)
    rule(world, tag)
    openids = world.openids(0, 54)
    reaper, kills = Reaper(monkeypatch), 0
    for number, one in enumerate(openids[:20]):
        reaper.calls, reaper.die_at = 0, 1 + number % 3
        try:
            tagging.follow(came(world, one, "expo"), world.now)
        except Killed:
            kills += 1
            # The stream tells it again.
            reaper.die_at = 0
            tagging.follow(came(world, one, "expo"), world.now)
        reaper.die_at = 0
    while followers.tags.waiting("city"):
        reaper.calls, reaper.die_at = 0, 2 + 3 * (kills % 9)
        try:
            work(world)
        except Killed:
            kills += 1
        reaper.die_at = 0
        world.to(world.now + timedelta(minutes=4))
        assert kills < 100
    assert kills > 20, "twenty on the way in, and some at work"
    assert all(tag in tagged(world, one) for one in openids[:20])


def test_one_who_can_not_be_tagged_holds_up_nobody(world: World) -> None:
    world.crowd(10)
    tag = made(world)
    rule(world, tag)
    good = world.openids(3, 3)[0]
    for one in ("oNobody0000000000000000000000", good):
        tagging.follow(came(world, one, "expo"), world.now)
    assert work(world) == 1
    assert tagged(world, good) == [tag]
    assert followers.tags.waiting("city") == 0


def test_a_days_quota_of_tagging_is_continued_the_next_day(world: World) -> None:
    world.crowd(10)
    tag = made(world)
    rule(world, tag)
    world.limited(0, Scarce.TAGGING)
    tagging.follow(came(world, world.openids(0, 0)[0], "expo"), world.now)
    assert work(world) == 0
    assert list(followers.tags.due(world.now + timedelta(hours=11))) == []
    assert list(followers.tags.due(world.now + timedelta(hours=13))) == ["city"]


def test_an_erased_person_waits_for_no_tag(world: World) -> None:
    world.crowd(10)
    tag = made(world)
    rule(world, tag)
    [openid] = world.openids(2, 2)
    tagging.follow(came(world, openid, "expo"), world.now)
    assert store.erase("city", openid, int(world.now.timestamp())) == 1
    assert followers.tags.kept("city", openid) == [] and followers.tags.waiting("city") == 0


def test_blocking_takes_a_reason_and_names_nobody_in_the_log(world: World) -> None:
    world.crowd(30)
    openids = world.openids(0, 1)
    with pytest.raises(followers.ReasonMissing):
        follower_tags.block("city", openids, blocked=True, reason=" ", by=BAN, now=world.now)
    follower_tags.block(
        "city", openids, blocked=True, reason=f"{openids[0]} 反复辱骂", by=BAN, now=world.now
    )
    total, found, _ = follower_tags.blacklist("city", by=BAN)
    assert (total, sorted(found)) == (2, sorted(openids))
    kept = [f"{one.object} {one.note}" for one in audit.of_unit("city")]
    assert any("反复辱骂" in one for one in kept) and not any(openids[0] in one for one in kept)
    follower_tags.block("city", openids, blocked=False, reason="误操作", by=BAN, now=world.now)
    assert follower_tags.blacklist("city", by=BAN)[0] == 0
    with pytest.raises(followers.BadTag):
        follower_tags.block(
            "city", world.openids(0, 20), blocked=True, reason="x", by=BAN, now=world.now
        )


def wanted(scene: str, **more: Any) -> QrWanted:
    return QrWanted(scene=scene, name="博览会<展台>", **more)


def test_a_code_is_made_once_and_a_temporary_one_again_when_it_ended(world: World) -> None:
    code = follower_codes.make("city", wanted("expo"), by=BAN, now=world.now)
    assert code.url.startswith("http://weixin.qq.com/q/") and code.expires_at is None
    with pytest.raises(followers.BadQrCode, match="已经有"):
        follower_codes.make("city", wanted("expo"), by=BAN, now=world.now)
    short = wanted("day", kind=QrKind.TEMPORARY, days=1)
    first = follower_codes.make("city", short, by=BAN, now=world.now)
    assert first.expires_at == world.now + DAY
    with pytest.raises(followers.BadQrCode):
        follower_codes.make("city", short, by=BAN, now=world.now)
    again = follower_codes.make("city", short, by=BAN, now=world.now + 2 * DAY)
    assert again.ticket != first.ticket
    assert world.spent(Scarce.QR_CODE) == 2
    page = follower_codes.page("city", by=BAN, now=world.now)
    assert {one.code.scene for one in page.codes} == {"expo", "day"}


@pytest.mark.parametrize("scene", ["", "a" * 65, "空格", "a b"])
def test_a_scene_that_no_rule_could_name_is_refused(scene: str) -> None:
    with pytest.raises(ValueError, match="scene"):
        wanted(scene)


def test_a_code_at_which_people_check_in_is_answered_without_a_rule(world: World) -> None:
    appointment_halls.forget_units()
    kept(id="north", unit=accounts.current("city").account.unit)
    for scene in ("hall-north", "hall-nowhere", "expo"):
        follower_codes.make("city", wanted(scene), by=BAN, now=world.now)
    page = follower_codes.page("city", by=BAN, now=world.now)
    assert {one.code.scene: one.answered for one in page.codes} == {
        "hall-north": True,
        "hall-nowhere": False,
        "expo": False,
    }


def test_a_code_that_wechat_does_not_give_is_not_kept(world: World) -> None:
    fault = {"kind": "error", "code": 40053, "path": "/cgi-bin/qrcode/create", "times": None}
    world.sim("POST", "/accounts/wx0123456789abcdef/faults", fault)
    with pytest.raises(WeChatError):
        follower_codes.make("city", wanted("expo"), by=BAN, now=world.now)
    assert followers.qrcodes.every("city") == []


def test_a_printed_sheet_holds_the_code_and_no_markup_of_others(world: World) -> None:
    follower_codes.make("city", wanted("expo", purpose="关注"), by=BAN, now=world.now)
    page = follower_codes.sheet("city", "expo", by=BAN)
    assert "博览会&lt;展台&gt;" in page and "showqrcode?ticket=" in page and "A4" in page


def cli(*args: str) -> str:
    done = CliRunner().invoke(app, [*args, "--account", "city", "--by", "zong"])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_line_does_it_all(world: World, tmp_path: Path) -> None:
    assert "已新建标签" in cli("tag", "create", "个体户")
    [tag] = [one for one in json.loads(cli("tag", "list", "--json"))["tags"] if one["id"] >= 100]
    assert "已加规则" in cli("tag", "when", "scene", "expo", "--tag", str(tag["id"]))
    [kept] = json.loads(cli("tag", "rules", "--json"))
    assert "扫了二维码：expo" in cli("tag", "rules")
    assert "已取消" in cli("tag", "unless", kept["id"])
    assert "约 0 人" in cli("tag", "reach", "--tag", str(tag["id"]))
    assert "已生成" in cli("qr", "make", "expo", "--name", "展台")
    assert "永久" in cli("qr", "list")
    cli("qr", "sheet", "expo", "--out", str(tmp_path / "sheet.html"))
    assert "展台" in (tmp_path / "sheet.html").read_text("utf-8")
    assert "已移除" in cli("qr", "remove", "expo", "--reason", "结束")
    assert "已开始同步" in cli("followers", "sync", "start")
    assert "正在取名单" in cli("followers", "sync", "status")
    assert json.loads(cli("followers", "sync", "status", "--json"))["calls_a_day"] == 500
    assert "已取消" in cli("followers", "sync", "cancel")
    assert "没有人被拉黑" in cli("blacklist", "list")
