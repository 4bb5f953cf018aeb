"""The demo's newsroom: who writes and reviews, an article that three people approved, an issue in the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Final, NamedTuple

from chalicelib import newsroom, people, publishing, topics
from chalicelib.actor import local
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.newsroom import ArticleState, StoredArticle
from chalicelib.people import Role
from chalicelib.topics import Department, Duty
from demo.accounts import CITY, COUNTY, HERE, PROVINCE, Demo

ARTICLES: Final = HERE / "articles"
SEEDER: Final = "demo"


class Member(NamedTuple):
    """One person, as ``--by`` names them."""

    id: str
    unit: Demo
    role: Role
    name: str


STAFF: Final = (
    Member("li", PROVINCE, Role.EDITOR, "省局采编"),
    Member("chu", PROVINCE, Role.REVIEWER1, "省局初审"),
    Member("fu", PROVINCE, Role.REVIEWER2, "省局复审"),
    Member("zhong", PROVINCE, Role.REVIEWER3, "省局终审"),
    Member("zong1", PROVINCE, Role.CHIEF, "省局总编"),
    Member("zong2", PROVINCE, Role.CHIEF, "省局副总编"),
    Member("zhi", PROVINCE, Role.KNOWLEDGE_EDITOR, "省局知识编辑"),
    Member("huo", PROVINCE, Role.DEPARTMENT, "省局货物和劳务税处"),
    Member("suo", PROVINCE, Role.DEPARTMENT, "省局所得税处"),
    Member("ban", PROVINCE, Role.SERVICE_MANAGER, "省局办事管理"),
    Member("zuo1", PROVINCE, Role.AGENT, "省局坐席一"),
    Member("zuo2", PROVINCE, Role.AGENT, "省局坐席二"),
    Member("guan", PROVINCE, Role.CONTROLLER, "省局管控"),
    Member("yun", PROVINCE, Role.OPERATOR, "省局运维"),
    Member("an", PROVINCE, Role.SECURITY, "省局安全管理"),
    Member("shen", PROVINCE, Role.AUDITOR, "省局审计"),
    Member("qx.li", CITY, Role.EDITOR, "市局采编"),
    Member("qx.chu", CITY, Role.REVIEWER1, "市局初审"),
    Member("qx.fu", CITY, Role.REVIEWER2, "市局复审"),
    Member("qx.zhong", CITY, Role.REVIEWER3, "市局终审"),
    Member("zp.li", COUNTY, Role.EDITOR, "县局采编"),
)
"""Reviewers of a unit may review below it too: the county's articles wait for the city's."""

REVIEWERS: Final = ("chu", "fu", "zhong")


def fill() -> Iterator[str]:
    """Do the steps that are not done yet and yield a line for each; later changes of people stay."""
    yield f"{_staff()} of {len(STAFF)} people added"
    yield _duties()
    article = _reviewed()
    yield f"article {article.id} {article.state}"
    yield _planned(article)


def _staff() -> int:
    known = {(one.unit, one.id) for one in people.list_staff()}
    missing = [one for one in STAFF if (one.unit.id, one.id) not in known]
    for one in missing:
        people.add_staff(
            one.id, one.unit.id, [one.role], by=local(SEEDER), now=utc_now(), name=one.name
        )
    return len(missing)


def _duties() -> str:
    """Who answers for what in the province; a table that people changed stays."""
    if topics.duties_of(PROVINCE.id).version:
        return "duties stand"
    made = topics.set_duties(
        PROVINCE.id,
        [
            Department(id="goods", name="货物和劳务税处", people=("huo",), lead="zong1"),
            Department(id="income", name="所得税处", people=("suo",), lead="zong1"),
        ],
        [
            Duty(matter="增值税", department="goods"),
            Duty(matter="消费税", department="goods"),
            Duty(matter="个人所得税", department="income", days=2),
        ],
        base=0,
        by=local("zong1"),
        now=utc_now(),
    )
    return f"{len(made.duties)} duties set"


def _reviewed() -> StoredArticle:
    """The article, taken through the rest of its review unless people have edited it."""
    file = ARTICLES / "huisuan.md"
    article = newsroom.create(
        newsroom.read_file(file), unit=PROVINCE.id, by=local("li"), now=utc_now(), source=file.name
    )
    if article.revision > 1:
        return article
    if article.state is ArticleState.DRAFT:
        article = newsroom.submit(article.id, by=local("li"), now=utc_now())
    while article.state is ArticleState.IN_REVIEW and article.stage_number is not None:
        article = newsroom.approve(
            article.id, by=local(REVIEWERS[article.stage_number]), now=utc_now()
        )
    return article


def _planned(article: StoredArticle) -> str:
    """An intention for the day after tomorrow; nothing goes out by itself."""
    if next(iter(publishing.list_issues([PROVINCE.id])), None) is not None:
        return "calendar unchanged"
    day = (utc_now() + timedelta(days=2)).astimezone(SHANGHAI)
    at = day.replace(hour=10, minute=0, second=0, microsecond=0).astimezone(UTC)
    issue = publishing.plan_issue(
        PROVINCE.id,
        at=at,
        by=local("li"),
        now=utc_now(),
        title="年度汇算专题",
        article_ids=[article.id],
    )
    return f"issue {issue.id} planned"
