"""Columns: whose they are, how an issue begins, what is late, and who is told."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from chalicelib import columns, newsroom, people, units
from chalicelib.actor import Actor, KnownBy
from chalicelib.application import column_page, column_steps, column_tasks, series_page
from chalicelib.application.task import TaskKind
from chalicelib.clock import SHANGHAI
from chalicelib.columns import (
    BadColumn,
    CollectionText,
    Column,
    ColumnChanged,
    ColumnText,
    NotInUse,
    Rhythm,
    Rule,
    Schedule,
    SeriesText,
)
from chalicelib.units import UnitLevel
from tests.cloud.columns.world import ACCOUNT, LI, UNIT, WANG, ZONG, Room, opened
from tests.cloud.newsroom.people import newsroom_of

TEXT = ColumnText(
    name="你问我答",
    header="> 有问必答",
    template="## 问：\n\n答：",
    footer="以上由业务部门答复。",
    theme="简净",
    owner="li",
)
WEEKLY = TEXT.model_copy(
    update={"schedule": Schedule(rhythm=Rhythm.WEEKLY, weekdays=(2,), at=time(10))}
)


def a_theme() -> str:
    return next(iter(newsroom.THEMES))


def a_column(room: Room, text: ColumnText = TEXT, unit: str = UNIT) -> Column:
    themed = text.model_copy(update={"theme": a_theme()})
    return column_steps.new_column(unit, themed, by=ZONG, now=room.now)


def test_an_issue_begins_with_header_template_footer_theme_and_column(room: Room) -> None:
    column = a_column(room)
    draft = column_steps.begin_issue(column.id, by=LI, now=room.now)
    kept = newsroom.new_draft(draft, by=LI, now=room.now)
    assert kept.unit == UNIT
    assert kept.written.fields == {
        "title": "你问我答｜",
        "column": "你问我答",
        "theme": a_theme(),
    }
    assert kept.written.body == "> 有问必答\n\n## 问：\n\n答：\n\n以上由业务部门答复。"


def test_an_issue_in_a_series_begins_with_its_next_number_and_joins_when_it_is_saved(
    room: Room,
) -> None:
    column = a_column(room)
    text = SeriesText(name="电子烟", column=column.id, first=3)
    series = column_steps.new_series(UNIT, text, by=LI, now=room.now)
    draft = column_steps.begin_in_series(series.id, by=LI, now=room.now)
    fields = newsroom.new_draft(draft, by=LI, now=room.now).written.fields
    assert (fields["title"], fields["series"]) == ("电子烟 第3期｜", "电子烟")
    assert fields["column"] == "你问我答"
    article = room.article("第三期", approved=False, series=fields["series"])
    room.stream()
    assert [one.article for one in columns.store.get(series.id, columns.Series).entries] == [
        article.id
    ]


def test_units_below_use_a_column_and_their_own_of_the_name_stands_before_it(
    room: Room,
) -> None:
    above = a_column(room)
    assert [one.id for one in columns.columns_for("city")] == [above.id]
    own = column_steps.new_column("city", ColumnText(name="你问我答"), by=ZONG, now=room.now)
    assert [one.id for one in columns.columns_for("city")] == [own.id]
    assert [one.id for one in columns.columns_for(UNIT)] == [above.id]
    draft = column_steps.begin_issue(above.id, "city", by=LI, now=room.now)
    assert newsroom.new_draft(draft, by=LI, now=room.now).unit == "city"
    columns.retire(own.id, Column, by=ZONG, now=room.now)
    assert [one.id for one in columns.columns_for("city")] == [above.id]


def test_a_column_is_no_business_of_units_beside_and_above(room: Room) -> None:
    units.add_unit("other", name="外省", level=UnitLevel.PROVINCE)
    newsroom_of("other")
    column = a_column(room)
    with pytest.raises(BadColumn):
        column_steps.begin_issue(column.id, "other", by=LI, now=room.now)
    city = column_steps.new_column("city", ColumnText(name="市栏目"), by=ZONG, now=room.now)
    with pytest.raises(BadColumn):
        column_steps.begin_issue(city.id, UNIT, by=LI, now=room.now)


def test_a_retired_column_begins_nothing(room: Room) -> None:
    column = a_column(room)
    columns.retire(column.id, Column, by=ZONG, now=room.now)
    with pytest.raises(NotInUse):
        column_steps.begin_issue(column.id, by=LI, now=room.now)
    [row] = column_page.columns_page(UNIT, by=ZONG, now=room.now).columns
    assert [(one.name, one.allowed) for one in row.deeds] == [
        ("write", False),
        ("edit", False),
        ("restore", True),
    ]


def test_what_is_late_stands_on_the_page_and_on_the_workbench_of_its_owner(room: Room) -> None:
    column = a_column(room, WEEKLY)
    due = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)
    assert room.now < due
    room.now = due + timedelta(hours=2)
    [row] = column_page.columns_page(UNIT, by=LI, now=room.now).columns
    assert (row.late, row.due) == (due, due + timedelta(days=7))
    [task] = column_tasks.of_unit(LI, UNIT, room.now)
    assert (task.kind, task.what, task.until) == (TaskKind.COLUMN_LATE, "你问我答", due)
    assert task.path == f"/columns/{column.id}"
    assert list(column_tasks.of_unit(WANG, UNIT, room.now)) == []
    article = room.article("晚到的一期", column="你问我答")
    room.out(article.id)
    room.now += timedelta(hours=2)
    [row] = column_page.columns_page(UNIT, by=LI, now=room.now).columns
    assert (row.late, row.due) == (None, due + timedelta(days=7))
    assert row.last is not None
    assert row.last.title == "晚到的一期"
    assert list(column_tasks.of_unit(LI, UNIT, room.now)) == []


def test_an_issue_that_came_early_is_not_due_again(room: Room) -> None:
    a_column(room, WEEKLY)
    article = room.article("早到的一期", column="你问我答")
    room.out(article.id)
    [row] = column_page.columns_page(UNIT, by=LI, now=room.now).columns
    assert row.due == datetime(2026, 12, 8, 10, tzinfo=SHANGHAI)


def test_the_article_that_is_being_written_is_the_next_step(room: Room) -> None:
    column = a_column(room, WEEKLY)
    room.article("别的栏目", approved=False, column="图解")
    writing = room.article("这一期", approved=False, column="你问我答")
    seen = column_page.column_seen(column.id, by=LI, now=room.now)
    assert seen.made is not None
    assert (seen.made.article, seen.made.state_name) == (writing.id, "草稿")
    assert seen.scheduled is not None
    assert seen.scheduled.text == "每周二 10:00"


def test_a_schedule_that_stays_keeps_its_beginning_and_a_new_one_begins_now(room: Room) -> None:
    column = a_column(room, WEEKLY)
    later = room.now + timedelta(days=30)
    kept = columns.edit_column(
        column.id, WEEKLY.model_copy(update={"about": "新"}), base=1, by=ZONG, now=later
    )
    assert kept.schedule is not None
    assert kept.schedule.since == room.now
    history = column_page.column_seen(column.id, by=LI, now=later).history
    assert [one.what for one in history] == ["修改简介、主题", "新建栏目“你问我答”"]
    daily = WEEKLY.model_copy(
        update={"schedule": Schedule(rhythm=Rhythm.WEEKLY, weekdays=(1, 2), at=time(10))}
    )
    moved = columns.edit_column(column.id, daily, base=kept.version, by=ZONG, now=later)
    assert moved.schedule is not None
    assert moved.schedule.since == later


def test_of_two_who_edit_a_column_the_second_is_told(room: Room) -> None:
    column = a_column(room)
    columns.edit_column(
        column.id, TEXT.model_copy(update={"about": "甲"}), base=1, by=ZONG, now=room.now
    )
    with pytest.raises(ColumnChanged, match="zongbian"):
        columns.edit_column(column.id, TEXT, base=1, by=ZONG, now=room.now)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"owner": "nobody"}, "owner"),
        ({"theme": "没有的主题"}, "theme"),
        ({"cover": "jobs/secret.png"}, "cover"),
    ],
)
def test_a_column_with_an_unknown_owner_theme_or_cover_is_refused(
    room: Room, changes: dict[str, str], field: str
) -> None:
    text = ColumnText(name="微课").model_copy(update=changes)
    with pytest.raises(BadColumn) as caught:
        column_steps.new_column(UNIT, text, by=ZONG, now=room.now)
    assert [one.name for one in caught.value.fields] == [field]


def test_writers_begin_issues_and_do_not_set_columns(room: Room) -> None:
    column = a_column(room)
    reviewer = Actor(person="chu", known_by=KnownBy.SIGN_IN)
    with pytest.raises(people.PermissionDenied):
        columns.edit_column(column.id, TEXT, base=1, by=reviewer, now=room.now)
    assert column_steps.begin_issue(column.id, by=reviewer, now=room.now)
    stranger = Actor(person="nobody", known_by=KnownBy.SIGN_IN)
    with pytest.raises(people.PermissionDenied):
        column_page.columns_page(UNIT, by=stranger, now=room.now)
    with pytest.raises(people.PermissionDenied):
        column_page.choices(UNIT, by=stranger)


def test_a_collection_brings_by_column_and_tag_and_keeps_what_was_left_out_away(
    room: Room,
) -> None:
    one = room.article("买房契税", column="微课", tags="契税、买房")
    two = room.article("首套认定", column="微课", tags="买房")
    other = room.article("消费税", column="微课", tags="消费税")
    picked = room.article("手选")
    for hours, article in enumerate((one, two, other, picked), 1):
        room.out(article.id, hours=hours)
    text = CollectionText(
        name="买房", account=ACCOUNT, rule=Rule(columns=("微课",), tags=("买房",))
    )
    made = column_steps.new_collection(UNIT, text, by=LI, now=room.now)
    seen = series_page.collection_seen(made.id, by=LI, now=room.now)
    assert [entry.title for entry in seen.entries] == ["首套认定", "买房契税"]
    made = column_steps.pick(made.id, [picked.id], base=made.version, by=LI, now=room.now)
    column_steps.leave_out(made.id, two.id, by=LI, now=room.now)
    seen = series_page.collection_seen(made.id, by=LI, now=room.now)
    assert [(entry.title, entry.picked) for entry in seen.entries] == [
        ("手选", True),
        ("买房契税", False),
    ]
    page = str(opened(f"{ACCOUNT}/collection/{made.id}/")["body"])
    assert "手选" in page
    assert "买房契税" in page
    assert "首套认定" not in page
    assert "共 2 篇" in page


def test_a_collection_follows_what_comes_out(room: Room) -> None:
    text = CollectionText(name="微课", account=ACCOUNT, rule=Rule(columns=("微课",)))
    made = column_steps.new_collection(UNIT, text, by=LI, now=room.now)
    assert "还没有发布的文章" in str(opened(f"{ACCOUNT}/collection/{made.id}/")["body"])
    room.out(room.article("第一课", column="微课").id)
    assert "第一课" in str(opened(f"{ACCOUNT}/collection/{made.id}/")["body"])


def test_articles_of_units_beside_are_not_collected_by_hand(room: Room) -> None:
    made = column_steps.new_collection("city", CollectionText(name="市里的"), by=LI, now=room.now)
    article = room.article("省里的")
    with pytest.raises(BadColumn):
        column_steps.pick(made.id, [article.id], base=made.version, by=LI, now=room.now)
