"""Series: joined by hand and by name, put into order by two at once, opened by readers."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib import audit, columns, people, publishing
from chalicelib.actor import Actor, KnownBy
from chalicelib.application import (
    column_events,
    column_steps,
    series_links,
    series_page,
    series_works,
)
from chalicelib.cloud import table
from chalicelib.columns import (
    BadColumn,
    ColumnChanged,
    NameTaken,
    NotInUse,
    NumbersMove,
    Series,
    SeriesText,
)
from tests.cloud.columns.world import ACCOUNT, H5, LI, UNIT, WANG, ZONG, Room, opened

SERIES = SeriesText(name="电子烟消费税", account=ACCOUNT)


def a_series(room: Room, *articles: str, **text: object) -> Series:
    series = column_steps.new_series(UNIT, SERIES.model_copy(update=text), by=LI, now=room.now)
    for one in articles:
        series = column_steps.join(series.id, one, by=LI, now=room.now)
    return series


def three(room: Room) -> list[str]:
    return [room.article(f"第{n}讲").id for n in "一二三"]


def articles_of(series_id: str) -> list[str]:
    return [one.article for one in columns.store.get(series_id, Series).entries]


def body(said: dict[str, object]) -> str:
    return str(said["body"])


def test_an_article_that_names_the_series_joins_it_once_at_its_end(room: Room) -> None:
    series = a_series(room)
    first = room.article("一", series="电子烟消费税")
    room.stream(times=3)
    second = room.article("二", approved=False, series="电子烟消费税")
    room.article("别的", series="不认识的系列")
    room.stream(times=3)
    assert articles_of(series.id) == [first.id, second.id]


def test_an_article_that_a_person_took_out_does_not_come_back_by_itself(room: Room) -> None:
    series = a_series(room)
    article = room.article("一", series="电子烟消费税")
    room.stream()
    seen = columns.store.get(series.id, Series)
    column_steps.leave(series.id, article.id, base=seen.version, by=LI, now=room.now)
    room.seen.clear()
    room.stream()
    assert articles_of(series.id) == []
    column_steps.join(series.id, article.id, by=LI, now=room.now)
    assert articles_of(series.id) == [article.id]


def test_of_two_who_reorder_at_once_one_wins_and_the_other_is_told_who(room: Room) -> None:
    a, b, c = three(room)
    series = a_series(room, a, b, c)
    columns.reorder(series.id, [c, a, b], base=series.version, by=WANG, now=room.now)
    with pytest.raises(ColumnChanged, match="wang"):
        columns.reorder(series.id, [b, a, c], base=series.version, by=LI, now=room.now)
    assert articles_of(series.id) == [c, a, b]


def test_an_order_that_lost_the_race_of_the_write_is_refused_too(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, c = three(room)
    series = a_series(room, a, b, c)
    write = table.transact

    def overtaken(actions: object) -> None:
        monkeypatch.setattr(table, "transact", write)
        columns.reorder(series.id, [c, b, a], base=series.version, by=WANG, now=room.now)
        write(actions)  # type: ignore[arg-type]

    monkeypatch.setattr(table, "transact", overtaken)
    with pytest.raises(ColumnChanged):
        columns.reorder(series.id, [b, a, c], base=series.version, by=LI, now=room.now)
    assert articles_of(series.id) == [c, b, a]


def test_an_order_that_leaves_an_article_out_is_no_order(room: Room) -> None:
    a, b, c = three(room)
    series = a_series(room, a, b, c)
    for wrong in ([a, b], [a, b, b], [a, b, c, "a-x"]):
        with pytest.raises(BadColumn):
            columns.reorder(series.id, wrong, base=series.version, by=LI, now=room.now)


def test_an_article_stands_in_two_series_and_shows_the_links_of_both(room: Room) -> None:
    a, b, _ = three(room)
    one = a_series(room, a, b)
    room.now += timedelta(minutes=1)
    other = a_series(room, a, b, name="减税降费", form="之{n}")
    room.out(a)
    found = series_links.links_of(b, ACCOUNT)
    assert [(link.series.id, link.label) for link in found] == [
        (one.id, "第2期"),
        (other.id, "之2"),
    ]
    assert [link.before.title for link in found if link.before] == ["第一讲", "第一讲"]


def test_numbers_of_articles_that_are_out_move_only_where_it_is_said(room: Room) -> None:
    a, b, c = three(room)
    series = a_series(room, a, b, c)
    room.out(a)
    seen = columns.store.get(series.id, Series)
    with pytest.raises(NumbersMove, match="第一讲"):
        columns.reorder(series.id, [b, a, c], base=seen.version, by=LI, now=room.now)
    columns.reorder(series.id, [a, c, b], base=seen.version, by=LI, now=room.now)
    text = SERIES.model_copy(update={"first": 5})
    seen = columns.store.get(series.id, Series)
    with pytest.raises(NumbersMove):
        columns.edit_series(series.id, text, base=seen.version, by=LI, now=room.now)
    moved = columns.edit_series(
        series.id, text, base=seen.version, by=LI, now=room.now, renumber=True
    )
    assert moved.label(0) == "第5期"


def test_an_address_in_a_published_article_survives_reordering_and_renumbering(
    room: Room,
) -> None:
    a, b, c = three(room)
    series = a_series(room, a, b, c)
    room.out(a)
    [link] = series_links.links_of(a, ACCOUNT)
    assert link.onward == f"{H5}works/{ACCOUNT}/series/{series.id}/next/1"
    seen = columns.store.get(series.id, Series)
    column_steps.reorder(series.id, [a, c, b], base=seen.version, by=LI, now=room.now)
    room.out(c, hours=2)
    said = opened(f"{ACCOUNT}/series/{series.id}/next/1")
    assert said["statusCode"] == 302
    assert said["multiValueHeaders"]["Location"] == [f"https://mp.weixin.qq.com/s/{c}"]


def test_a_next_one_that_is_not_out_is_told_with_the_list_at_the_same_address(
    room: Room,
) -> None:
    a, b, _ = three(room)
    series = a_series(room, a, b)
    room.out(a)
    said = opened(f"{ACCOUNT}/series/{series.id}/next/1")
    assert said["statusCode"] == 200
    assert "下一期还没有发布" in body(said)
    assert f"https://mp.weixin.qq.com/s/{a}" in body(said)
    room.out(b, hours=2)
    said = opened(f"{ACCOUNT}/series/{series.id}/next/1")
    assert said["multiValueHeaders"]["Location"] == [f"https://mp.weixin.qq.com/s/{b}"]
    assert "下一期还没有发布" in body(opened(f"{ACCOUNT}/series/{series.id}/next/2"))


def test_an_article_that_was_taken_out_leads_its_readers_to_the_list(room: Room) -> None:
    a, b, _ = three(room)
    series = a_series(room, a, b)
    room.out(a)
    seen = columns.store.get(series.id, Series)
    column_steps.leave(series.id, a, base=seen.version, by=LI, now=room.now, renumber=True)
    said = opened(f"{ACCOUNT}/series/{series.id}/next/1")
    assert said["statusCode"] == 200
    assert "下一期还没有发布" not in body(said)


def test_what_is_recalled_disappears_and_is_led_around(room: Room) -> None:
    a, b, c = three(room)
    series = a_series(room, a, b, c)
    for hours, one in enumerate((a, b, c), 1):
        delivery = room.out(one, hours=hours)
        if one == b:
            gone = delivery
    page = f"{ACCOUNT}/series/{series.id}/"
    assert "第二讲" in body(opened(page))
    publishing.recall(gone, by=ZONG, reason="有误", now=room.now, article=1)
    room.stream()
    assert "第二讲" not in body(opened(page))
    assert "第3期" in body(opened(page)), "the numbers of the others stay"
    said = opened(f"{page}next/1")
    assert said["multiValueHeaders"]["Location"] == [f"https://mp.weixin.qq.com/s/{c}"]
    [link] = series_links.links_of(c, ACCOUNT)
    assert link.before is not None
    assert link.before.article == a


def test_a_takedown_hides_an_article_while_it_runs_and_gives_back_what_it_restores(
    room: Room,
) -> None:
    a, b, _ = three(room)
    series = a_series(room, a, b)
    delivery = room.out(a)
    page = f"{ACCOUNT}/series/{series.id}/"

    def takedown(case: str, state: str) -> None:
        place = {
            "id": "0123456789",
            "kind": "mass",
            "account": ACCOUNT,
            "object": delivery,
            "part": 1,
            "title": "第一讲",
            "state": state,
        }
        item = {
            "pk": f"TAKEDOWN#{case}",
            "sk": f"AT#{UNIT}",
            "doc": json.dumps({"unit": UNIT, "places": [place]}),
        }
        for _ in range(2):
            column_events.follow(item, room.now)
        room.stream()

    takedown("t-1", "found")
    assert "第一讲" in body(opened(page))
    takedown("t-1", "waiting")
    assert "第一讲" not in body(opened(page))
    takedown("t-2", "restored")
    assert "第一讲" not in body(opened(page)), "another takedown gives nothing back"
    takedown("t-1", "restored")
    assert "第一讲" in body(opened(page))


def test_an_older_word_of_a_delivery_that_comes_late_changes_nothing(room: Room) -> None:
    a, _, _ = three(room)
    series = a_series(room, a)
    delivery = room.out(a)
    old = table.get(f"DELIVERIES#{ACCOUNT}", delivery, consistent=True)
    assert old is not None
    publishing.recall(delivery, by=ZONG, reason="有误", now=room.now)
    room.stream()
    column_events.follow(old, room.now)
    room.stream()
    assert "第一讲" not in body(opened(f"{ACCOUNT}/series/{series.id}/"))


def test_what_was_out_before_the_series_was_made_is_found(room: Room) -> None:
    a, b, _ = three(room)
    room.out(a)
    for item in table.query(f"ARTICLESOUT#{ACCOUNT}"):
        table.delete(str(item["pk"]), str(item["sk"]))
    series = a_series(room, a, b)
    assert "第一讲" in body(opened(f"{ACCOUNT}/series/{series.id}/"))


def test_the_page_is_written_by_the_stream_where_the_editor_broke_off(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, _, _ = three(room)
    room.out(a)
    series = a_series(room)
    monkeypatch.setattr(column_steps, "publish_series", lambda *_: None)
    column_steps.join(series.id, a, by=LI, now=room.now)
    assert "第一讲" not in body(opened(f"{ACCOUNT}/series/{series.id}/"))
    room.stream()
    assert "第一讲" in body(opened(f"{ACCOUNT}/series/{series.id}/"))


def test_of_two_writers_of_a_page_the_last_shows_all_there_is(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, _ = three(room)
    series = a_series(room, a, b)
    room.out(a)
    write = table.transact

    def overtaken(actions: object) -> None:
        monkeypatch.setattr(table, "transact", write)
        room.out(b, hours=2)  # the other writer comes in between, with all that is out by then
        write(actions)  # type: ignore[arg-type]

    [first] = columns.store.out_at(ACCOUNT)
    columns.store.record_out(first.model_copy(update={"title": "改了题目"}), 10**6)
    monkeypatch.setattr(table, "transact", overtaken)
    series_works.publish_series(series.id, room.now)
    said = body(opened(f"{ACCOUNT}/series/{series.id}/"))
    assert "改了题目" in said
    assert "第二讲" in said


def test_a_retired_series_takes_no_article_keeps_its_page_and_comes_back(room: Room) -> None:
    a, b, _ = three(room)
    series = a_series(room, a)
    room.out(a)
    columns.retire(series.id, Series, by=LI, now=room.now)
    with pytest.raises(NotInUse):
        column_steps.join(series.id, b, by=LI, now=room.now)
    with pytest.raises(NotInUse):
        columns.retire(series.id, Series, by=LI, now=room.now)
    assert "第一讲" in body(opened(f"{ACCOUNT}/series/{series.id}/"))
    columns.restore(series.id, Series, by=LI, now=room.now)
    column_steps.join(series.id, b, by=LI, now=room.now)
    assert articles_of(series.id) == [a, b]


def test_a_unit_has_one_series_of_a_name_and_a_name_is_free_after_renaming(room: Room) -> None:
    series = a_series(room)
    with pytest.raises(NameTaken):
        a_series(room)
    other = a_series(room, name="另一个")
    with pytest.raises(NameTaken):
        columns.edit_series(other.id, SERIES, base=other.version, by=LI, now=room.now)
    renamed = SERIES.model_copy(update={"name": "换了名"})
    columns.edit_series(series.id, renamed, base=series.version, by=LI, now=room.now)
    assert a_series(room).name == SERIES.name


def test_the_page_of_a_series_stays_with_its_account_from_the_first_article_on(
    room: Room,
) -> None:
    a, _, _ = three(room)
    series = a_series(room, a)
    room.out(a)
    seen = columns.store.get(series.id, Series)
    text = SERIES.model_copy(update={"account": ""})
    with pytest.raises(BadColumn, match="公众号"):
        column_steps.edit_series(series.id, text, base=seen.version, by=LI, now=room.now)
    with pytest.raises(BadColumn, match="公众号"):
        a_series(room, name="别人的", account="nobody")


def test_nobody_without_the_permission_changes_a_series_and_each_change_is_in_the_log(
    room: Room,
) -> None:
    a, _, _ = three(room)
    series = a_series(room, a)
    stranger = Actor(person="nobody", known_by=KnownBy.SIGN_IN)
    with pytest.raises(people.PermissionDenied):
        columns.join(series.id, a, by=stranger, now=room.now)
    with pytest.raises(people.PermissionDenied):
        columns.reorder(series.id, [a], base=series.version, by=stranger, now=room.now)
    with pytest.raises(people.PermissionDenied):
        series_page.series_seen(series.id, by=stranger, now=room.now)
    entries = {
        one.note
        for one in audit.of_unit(UNIT, room.now - timedelta(days=1))
        if one.object == f"series:{series.id}"
    }
    assert entries == {"新建系列“电子烟消费税”", f"加入稿件 {a}"}


def test_the_page_shows_how_each_article_stands_and_where_its_links_lead(room: Room) -> None:
    a, b, c = three(room)
    series = a_series(room, a, b, c)
    room.out(a)
    seen = series_page.series_seen(series.id, by=LI, now=room.now)
    assert [(one.label, one.state_name, one.before) for one in seen.entries] == [
        ("第1期", "已发布", ""),
        ("第2期", "已通过", "第一讲"),
        ("第3期", "已通过", "第一讲"),
    ]
    assert (seen.number, seen.open, seen.next_label) == (3, 1, "第4期")
    assert seen.page == f"{H5}works/{ACCOUNT}/series/{series.id}/"
