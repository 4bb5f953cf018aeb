"""The roll of an account is fetched, compared and repaired."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chalicelib import audit, followers
from chalicelib.application import erase_follower, follower_orders, follower_roll, following
from chalicelib.application.export_follower import export_follower
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import clients
from chalicelib.followers.roll import Phase, comparing, store, turn
from chalicelib.settings import settings
from tests.cloud.followers.conftest import NOON, ZONG, Killed, Reaper, World, stored

CROWD = 24_990
DAY = timedelta(days=1)


def state(openid: str) -> dict[str, object]:
    found = followers.erasure_store.kept_state("city", openid) or {}
    return {name: found[name] for name in ("following", "followed_at", "left_at") if name in found}


def on_table() -> int:
    """Items of followers."""
    kept = clients.dynamodb().scan(TableName=settings().table)["Items"]
    return sum(one["pk"]["S"].startswith("FOLLOWER#") for one in kept)


def test_the_first_list_is_taken_over_without_an_item_for_anybody(world: World) -> None:
    world.crowd(CROWD)
    done = world.synced()
    roll = followers.roll.roll_of("city")
    assert roll is not None
    assert (done.phase, done.calls, done.percent) == (Phase.DONE, 4, 100)
    assert (roll.number, roll.came, roll.gone) == (CROWD, 0, 0)
    assert on_table() == 0
    assert world.spent() == 4
    assert stored() == [f"followers/city/{done.id}/part-000"], "pages are not kept"


def test_what_no_event_told_is_written_down(world: World) -> None:
    world.crowd(9_000)
    world.synced()
    # Three leave, and six come, without a word.
    gone = world.openids(8_997, 8_999)
    world.to(NOON + DAY)
    world.crowd(8_997)
    done = world.synced()
    assert (done.came, done.gone, done.gone_written) == (0, 3, 3)
    at = int((NOON + DAY).timestamp())
    assert [state(one) for one in gone] == [{"following": False, "left_at": at}] * 3
    asked = followers.erasure_store.waiting("city", gone[0])
    assert asked is not None and asked.why is followers.Why.UNFOLLOWED
    assert asked.due_at == NOON + 31 * DAY
    world.to(NOON + 2 * DAY)
    world.crowd(9_003)
    back = world.synced()
    assert (back.came, back.came_written, back.gone) == (6, 6, 0)
    at = int((NOON + 2 * DAY).timestamp())
    assert state(gone[1])["following"] is True and state(gone[1])["followed_at"] == at
    assert followers.erasure_store.waiting("city", gone[1]) is None, "they are back"
    assert on_table() == 6
    assert len(stored()) == 1, "the rolls of before are gone"


def test_what_events_told_is_no_news(world: World) -> None:
    world.crowd(1000)
    world.synced()
    left, came = world.openids(998, 998)[0], "oCame0000000000000000000000x"
    following.left("city", left, int((NOON + timedelta(hours=1)).timestamp()))
    before = state(left)
    world.to(NOON + DAY)
    world.crowd(998)
    done = world.synced()
    # 999 left unnoticed; 998 said so.
    assert (done.gone, done.known) == (1, 999)
    assert state(left) == before
    # Somebody followed, and left without a word before any list named them.
    following.followed("city", came, int((NOON + DAY).timestamp()) + 1000, "qr")
    world.to(NOON + 2 * DAY)
    found = world.synced()
    assert (found.gone, found.came) == (1, 0)
    assert state(came)["following"] is False


def test_an_event_that_is_newer_than_the_list_stands(world: World) -> None:
    world.crowd(1000)
    world.synced()
    [openid] = world.openids(5, 5)
    world.to(NOON + DAY)
    world.begin()
    # They leave while the list, which names them, is on its way.
    at = int((NOON + DAY).timestamp()) + 30
    following.left("city", openid, at)
    done = world.turn()
    assert done is not None and (done.came, done.gone) == (0, 0)
    assert state(openid) == {"following": False, "left_at": at}
    world.to(NOON + 2 * DAY)
    again = world.synced()
    # WeChat still names them: the event was wrong, or they came back.
    assert (again.came, state(openid)["following"]) == (1, True)


def test_a_used_up_quota_is_continued_the_next_day(world: World) -> None:
    world.crowd(CROWD)
    world.limited(2)
    world.begin()
    waiting = world.turn()
    assert waiting is not None
    assert (waiting.phase, waiting.pages, world.spent()) == (Phase.LISTING, 2, 2)
    assert waiting.next_at == datetime(2026, 11, 25, 0, 5, tzinfo=SHANGHAI)
    assert "已用完" in waiting.problem
    assert list(followers.roll.due(NOON + timedelta(hours=1))) == []
    assert follower_orders.sweep(datetime(2026, 11, 25, 0, 6, tzinfo=SHANGHAI)) == 1
    world.to(datetime(2026, 11, 25, 0, 6, tzinfo=SHANGHAI))
    done = world.turn()
    assert done is not None and done.phase is Phase.DONE
    assert (done.on_roll, world.spent()) == (CROWD, 2)
    assert len(world.asked) == 4


def test_wechats_own_quota_is_believed(world: World) -> None:
    world.crowd(CROWD)
    world.sim("PUT", "/accounts/wx0123456789abcdef", {"quotas": {"/cgi-bin/user/get": 1}})
    world.begin()
    waiting = world.turn()
    assert waiting is not None and waiting.pages == 1
    assert waiting.next_at == datetime(2026, 11, 25, 0, 5, tzinfo=SHANGHAI)


def test_killed_anywhere_it_is_complete_and_asks_hardly_a_page_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "GROUP", 2)
    world.crowd(20_995)
    world.synced()
    world.to(NOON + DAY)
    world.crowd(21_000)
    [left] = world.openids(3, 3)
    # An event says that they left, though the list names them.
    following.left("city", left, int((NOON + timedelta(hours=2)).timestamp()))
    world.begin()
    reaper, kills = Reaper(monkeypatch), 0
    done = followers.roll.current("city")
    while done is not None and done.phase is not Phase.DONE:
        reaper.calls, reaper.die_at = 0, (1, 2, 3, 2, 20)[kills % 5]
        try:
            world.turn()
        except Killed:
            kills += 1
            world.to(world.now + timedelta(minutes=4))
        assert kills < 200
        done = followers.roll.current("city")
    assert done is not None and kills >= 20
    assert (done.on_roll, done.came, done.came_written) == (21_000, 6, 6)
    assert state(left)["following"] is True
    # Four pages; one that was counted or asked for and not written down is asked for again.
    assert 4 <= len(world.asked) <= world.spent() < 4 + kills
    roll = followers.roll.roll_of("city")
    assert roll is not None and roll.number == 21_000
    assert len(stored()) == 1


def test_a_list_without_many_that_were_known_waits_for_a_person(world: World) -> None:
    world.crowd(9_000)
    world.synced()
    world.to(NOON + DAY)
    world.crowd(8_900)
    held = world.synced()
    assert (held.phase, held.gone) == (Phase.HELD, 100)
    assert "AppID" in held.problem and on_table() == 0
    assert list(followers.roll.due(NOON + 9 * DAY)) == [], "it waits for a person"
    roll = followers.roll.roll_of("city")
    assert roll is not None and roll.number == 9_000
    with pytest.raises(followers.SyncWentOn, match="多于"):
        follower_roll.resume("city", accept=False, reason="", by=ZONG, now=world.now)
    with pytest.raises(followers.ReasonMissing):
        follower_roll.resume("city", accept=True, reason=" ", by=ZONG, now=world.now)
    follower_roll.resume("city", accept=True, reason="清理过僵尸粉", by=ZONG, now=world.now)
    done = world.turn()
    assert done is not None and (done.phase, done.gone_written) == (Phase.DONE, 100)
    notes = [one.note for one in audit.of_unit("city") if one.action == follower_roll.SYNC]
    assert any("清理过僵尸粉" in one for one in notes)


def test_another_appid_is_no_reason_to_call_everybody_gone(world: World) -> None:
    world.crowd(50)
    world.synced()
    roll = followers.roll.roll_of("city")
    assert roll is not None
    found = comparing.compare(["oA"], None, {}, before_at=0, started=int(world.now.timestamp()))
    assert found.gone == ()


def test_a_cursor_whose_follower_has_left_is_moved_back(world: World) -> None:
    world.crowd(20_000)

    def leave(page: int) -> None:
        if page == 1:
            world.crowd(9_998)

    world.begin()
    world.client("city")
    world.before_page = leave
    done = world.turn()
    assert done is not None
    # The page before named 10,000, of which two have left since; WeChat counts 9,998.
    assert done.phase is Phase.DONE and done.on_roll == 10_000
    assert len(world.asked) == 4, "twice refused, then the empty page"


def test_one_function_at_a_time_has_a_sync(world: World) -> None:
    world.crowd(30)
    world.begin()
    assert followers.roll.store.claim("city", "first", world.now) is not None
    assert world.turn() is None
    with pytest.raises(followers.SyncGoesOn):
        world.begin()
    world.to(world.now + timedelta(minutes=4))
    done = world.turn()
    assert done is not None and done.phase is Phase.DONE
    stale = done.model_copy(update={"phase": Phase.LISTING})
    assert not store.keep(stale, "first", world.now)


def test_a_cancelled_sync_leaves_the_roll_as_it_was(world: World) -> None:
    world.crowd(CROWD)
    world.limited(2)
    world.begin()
    world.turn()
    assert len(stored()) == 2
    follower_roll.cancel("city", by=ZONG, now=world.now)
    done = world.turn()
    assert done is not None and done.phase is Phase.CANCELLED
    assert stored() == [] and followers.roll.roll_of("city") is None
    world.to(NOON + DAY)
    assert world.begin().phase is Phase.LISTING


def test_an_erased_person_is_on_no_roll(world: World) -> None:
    world.crowd(300)
    world.synced()
    [openid] = world.openids(7, 7)
    following.followed("city", openid, int(NOON.timestamp()), "")
    assert followers.roll.is_on_roll("city", openid)
    exported = export_follower("city", openid, by=ZONG, now=NOON)
    assert exported["粉丝名册"]["在最近一次取得的名单中"] is True
    world.to(NOON + DAY)
    world.limited(0)
    world.begin()
    world.turn()
    later = NOON + DAY + timedelta(minutes=1)
    erase_follower.ask("city", openid, reason="本人申请", by=ZONG, now=later)
    [*_, last] = erase_follower.work_off("city", openid, later)
    assert last.outcome is erase_follower.Outcome.DONE
    assert not followers.roll.is_on_roll("city", openid)
    assert followers.roll.kept("city", openid, 2**40) == (False, None)
    # The sync that went on meanwhile leaves them out, though WeChat names them.
    world.limited(5)
    follower_roll.resume("city", accept=False, reason="", by=ZONG, now=later)
    done = world.turn()
    assert done is not None and done.phase is Phase.DONE
    assert (done.on_roll, followers.roll.is_on_roll("city", openid)) == (299, False)
    assert state(openid) == {}


def test_the_queues_function_goes_on_until_the_roll_is_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.crowd(300)
    monkeypatch.setattr("chalicelib.accounts.wechat_client", world.client)
    world.begin()
    url = settings().followers_queue_url
    [message] = clients.sqs().receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == "roll city"
    follower_orders.carry_out("roll city", clock=lambda: world.now)
    follower_orders.carry_out("roll city", clock=lambda: world.now)
    follower_orders.carry_out("roll gone", clock=lambda: world.now)
    found = followers.roll.current("city")
    assert found is not None


def test_the_source_names_no_follower_in_its_log() -> None:
    home = Path(turn.__file__).parent
    assert not [one.name for one in home.glob("*.py") if "logger" in one.read_text("utf-8")]
