"""Who gets a session, what may be done with one, and what a text and a budget allow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts import DeskView
from chalicelib.desk import Agent, IllegalAction, Presence, ServiceSession, SessionState, Team
from chalicelib.desk.agents import routing
from chalicelib.desk.errors import BadText
from chalicelib.desk.labels import ACTION_NAMES, STATE_NAMES
from chalicelib.desk.messages.reply_window import Budget, corrected, given_back, renewed, spend
from chalicelib.desk.messages.texts import RATE, STARS, parts, rating, survey
from chalicelib.desk.models import Action, Who
from chalicelib.desk.sessions.lifecycle import answered, heard, mark_of
from chalicelib.desk.sessions.transitions import TABLE, move
from chalicelib.wechat.replies import TEXT_BYTES

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
DESK = {"desk": Team(id="desk", name="坐席")}
ID = "s-20261201-0123456789ab"


def session(**details: object) -> ServiceSession:
    usual = {
        "id": ID,
        "ticket": "T1201-00001",
        "account": "yunling",
        "openid": "oA",
        "key": "M#1",
        "number": 1,
        "opened_at": NOW,
        "waiting_since": NOW,
        "heard_at": NOW,
        "heard": mark_of(NOW, "M#1"),
        "unanswered_since": NOW,
    }
    return ServiceSession.model_validate(usual | details)


def agent(name: str, load: int = 0, idle: int = 0, **details: object) -> Presence:
    made = Agent.model_validate({"id": name, "name": name, "capacity": 2} | details)
    return Presence(agent=made, on_duty=True, load=load, idle_since=idle)


def names(found: list[Presence]) -> list[str]:
    return [one.agent.id for one in found]


def test_fewest_sessions_first_then_longest_idle() -> None:
    there = [agent("a", 1, 1), agent("b", 0, 9), agent("c", 0, 5), agent("d", 2, 0)]
    assert names(routing.ranked(session(), there, DESK)) == ["c", "b", "a"]


def test_who_is_off_duty_gets_nothing() -> None:
    away = agent("a").model_copy(update={"on_duty": False})
    assert routing.ranked(session(), [away], DESK) == []


def test_a_skill_somebody_has_is_left_to_them_even_while_they_are_away() -> None:
    away = agent("tax", skills=("个税",)).model_copy(update={"on_duty": False})
    assert routing.ranked(session(skill="个税"), [away, agent("a")], DESK) == []
    assert names(routing.ranked(session(skill="社保"), [away, agent("a")], DESK)) == ["a"]
    escalated = session(skill="个税", escalated=1)
    assert names(routing.ranked(escalated, [away, agent("a")], DESK)) == ["a"]


def test_questions_go_to_the_team_that_names_the_skill_else_to_who_answers_anything() -> None:
    teams = [Team(id="a", name="a", skills=("个税",)), Team(id="z", name="z")]
    assert routing.route("个税", teams).id == "a"
    assert routing.route("社保", teams).id == "z"
    assert routing.route("", teams).id == "z"
    assert routing.route("", []).id == "desk"


def test_who_was_given_back_comes_first() -> None:
    waiting = [session(id="s-2", number=7), session(id="s-1", number=3)]
    found = routing.queue(waiting, agent("a"), [agent("a")], DESK)
    assert [one.number for one in found] == [3, 7]


def test_nothing_leads_out_of_a_resolved_session() -> None:
    assert not [row for row in TABLE.rows if SessionState.RESOLVED in row.sources]
    done = session(state="resolved")
    for action in Action:
        for who in Who:
            with pytest.raises(IllegalAction, match="已结束"):
                move(done, action, who, at=NOW, by="wang")


def test_every_state_and_deed_has_a_name_that_people_read() -> None:
    assert set(STATE_NAMES) == set(SessionState)
    assert set(ACTION_NAMES) == set(Action)


def test_an_old_word_changes_nothing() -> None:
    later = heard(session(), NOW + timedelta(seconds=9), "M#2")
    assert heard(later, NOW, "M#1") is later
    assert heard(later, NOW + timedelta(seconds=9), "M#2") is later


def test_a_word_that_crossed_the_answer_is_still_open() -> None:
    wrote_later = heard(session(), NOW + timedelta(seconds=9), "M#2")
    assert answered(wrote_later, NOW + timedelta(seconds=5)).unanswered_since == (
        NOW + timedelta(seconds=9)
    )
    assert answered(wrote_later, NOW + timedelta(seconds=10)).unanswered_since is None


def test_a_message_gives_five_for_48_hours_and_a_tap_three_for_a_minute() -> None:
    written = renewed(Budget(), NOW, "M#1", tapped=False, spent=0)
    assert (written.left(NOW), written.ends(NOW)) == (5, NOW + timedelta(hours=48))
    both = renewed(written, NOW + timedelta(seconds=1), "M#2", tapped=True, spent=1)
    assert both.left(NOW + timedelta(seconds=2)) == 7
    assert both.left(NOW + timedelta(minutes=2)) == 5


def test_what_ends_first_is_spent_first() -> None:
    written = renewed(Budget(), NOW, "M#1", tapped=False, spent=0)
    both = renewed(written, NOW, "M#2", tapped=True, spent=0)
    used = spend(both, 4, NOW)
    assert used is not None
    assert (used.tap.left, used.message.left) == (0, 4)


@given(st.lists(st.sampled_from(["word", "tap", "spend", "back", "hour"]), max_size=40))
def test_never_more_than_the_follower_gave(deeds: list[str]) -> None:
    budget, now = Budget(), NOW
    for number, deed in enumerate(deeds):
        now += timedelta(seconds=7)
        match deed:
            case "word" | "tap":
                tapped = deed == "tap"
                budget = renewed(budget, now, f"M#{number:03d}", tapped=tapped, spent=0)
            case "spend":
                budget = spend(budget, 1, now) or budget
            case "back":
                budget = given_back(budget, budget.heard)
            case _:
                now += timedelta(hours=1)
        assert 0 <= budget.message.left <= 5
        assert 0 <= budget.tap.left <= 3


def test_a_message_given_back_after_a_new_word_is_not_counted_twice() -> None:
    before = renewed(Budget(), NOW, "M#1", tapped=False, spent=1)
    after = renewed(before, NOW + timedelta(seconds=1), "M#2", tapped=False, spent=0)
    assert given_back(after, before.heard) == after


def test_wechats_count_ends_ours() -> None:
    full = renewed(Budget(), NOW, "M#1", tapped=False, spent=0)
    assert (corrected(full, 45047).left(NOW), corrected(full, 45047).window_open(NOW)) == (0, True)
    assert not corrected(full, 45015).window_open(NOW)
    assert corrected(full, 40001) == full


@given(st.text(min_size=1, max_size=3000).filter(lambda text: "<" not in text))
def test_parts_fit_and_lose_no_word(text: str) -> None:
    try:
        made = parts(text)
    except Exception as error:
        assert "空" in str(error) or "控制字符" in str(error)
        return
    assert all(len(part.encode(errors="replace")) <= TEXT_BYTES for part in made)
    squeezed = "".join("".join(made).split())
    assert squeezed == "".join(text.split())


def test_a_link_is_not_torn_where_a_text_is_split() -> None:
    link = '<a href="https://example.gov.cn/long/path">办理入口</a>'
    first, second = parts("税" * 670 + link)
    assert first == "税" * 670
    assert second == link


def test_the_survey_fits_into_one_message_and_its_links_come_back_as_stars() -> None:
    text = survey(ID)
    assert parts(text) == [text]
    found = [rating(word.split('"')[0]) for word in text.split("msgmenuid=")[1:]]
    assert found == [(ID, stars) for stars in STARS]
    assert rating("rate:s-1:9") is None
    assert RATE.match(f"rate:{ID}:0") is None


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-12-01T03:00:00+00:00", ""),
        ("2026-12-01T00:30:00+00:00", "今天 09:00"),
        ("2026-11-30T12:00:00+00:00", "明天 09:00"),
        ("2026-11-27T12:00:00+00:00", "12月1日 09:00"),
    ],
)
def test_when_the_desk_opens_is_said_in_words(now: str, said: str) -> None:
    opens = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    view = DeskView(
        opens=int(opens.timestamp()), closes=int((opens + timedelta(hours=3)).timestamp())
    )
    assert view.opens_at(datetime.fromisoformat(now)) == said


@pytest.mark.parametrize("sign", ["\0", "\x1d", "\x1b", "\x02", "\ufffe", "\ud83d"])
def test_a_text_holds_no_character_that_rules_refuse(sign: str) -> None:
    with pytest.raises(BadText, match="第 3 个字是不可显示的控制字符"):
        parts(f"甲乙{sign}丙")
    assert parts("甲\t乙\r\n丙") == ["甲\t乙\n丙"]
