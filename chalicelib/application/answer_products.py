"""What is made of a department's answer as soon as an editor takes it: an entry of the knowledge, and a section of this
week's article of the column 你问我答. Both are drafts, and go the usual way of review and release.

Run again after it broke off, anywhere, there is one of each: the entry is called like the topic, the article by its week, and
the revision that brought the answer names the topic as its source.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from chalicelib import accounts, insight, jobs, knowledge, newsroom, topics
from chalicelib.actor import Actor, KnownBy
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.errors import Conflict, DomainError
from chalicelib.knowledge import FaqEntry, Link
from chalicelib.newsroom import ArticleState, StoredArticle, Written
from chalicelib.topics import DepartmentAnswer, Origin, Topic

JOB: Final = "topics.products"
COLUMN: Final = "你问我答"
MOST_OF_A_WEEK: Final = 30
"""Articles of one week, each of which is in review by the time the next answer comes."""
_OPENING: Final = "{year}年第{week}周，大家关心的问题，业务部门作了答复。"
_TRIES: Final = 5
_ASKED_BACK: Final = timedelta(days=90)
_MOST_VARIANTS: Final = 10
_MARKED: Final = re.compile(r"([\\`*_\[\]<>#|~])")


def make(topic_id: str, now: datetime) -> Topic:
    """Make what is still to be made of a topic's answer.

    What cannot be made yet, because somebody is writing in the article or edited the knowledge at the same time, is written
    down with its reason and made later by the sweep. Raises ``UnknownTopic``.
    """
    topic = topics.get(topic_id)
    made, inquiry = topic.made, topic.inquiry
    if made is None or not made.pending or inquiry is None or inquiry.answer is None:
        return topic
    by = Actor(person=inquiry.settled_by, known_by=KnownBy.SYSTEM)
    try:
        if topic.account and not made.entry:
            topic = _drafted(topic, inquiry.answer, by, now)
        if not made.article:
            article = _in_article(topic, inquiry.answer, by, now)
            topic = topics.progress.article_made(topic.id, article, now)
    except (accounts.UnknownAccount, DomainError) as error:
        return topics.progress.not_made(topic.id, str(error), now)
    return topics.progress.all_made(topic.id, now)


def order(topic: Topic, now: datetime) -> None:
    """Have it made by a job, where the libraries of articles are. Twice is once, or changes nothing the second time."""
    person = topic.inquiry.settled_by if topic.inquiry else ""
    by = Actor(person=person, known_by=KnownBy.SYSTEM)
    title = f"为选题“{topic.title}”生成问答和稿件"
    arguments = {"topic": topic.id}
    jobs.start(JOB, title, by=by, unit=topic.unit, arguments=arguments, now=now, cancellable=False)


def products_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``topics.products``."""
    progress(0, 1, "正在生成")
    topic = make(str(job.arguments["topic"]), utc_now())
    problem = topic.made.problem if topic.made else ""
    said = f"还没有生成：{problem}" if problem else "已生成问答和稿件的草稿。"
    return jobs.Result(said, page=f"/board/{topic.id}")


def _drafted(topic: Topic, answer: DepartmentAnswer, by: Actor, now: datetime) -> Topic:
    entry = FaqEntry(
        id=topic.id,
        question=topic.title,
        variants=variants_of(topic, now),
        answer=answer.text,
        owner=department_name(topic),
        basis=tuple(Link(title=one.title, url=one.url) for one in answer.basis),
    )

    def change(known: knowledge.Knowledge) -> knowledge.Knowledge:
        if any(one.id == entry.id for one in known.entries):
            return known  # made before; somebody may have edited it since
        return knowledge.versions.with_entries(known, [entry], replace=False)

    for tried in range(_TRIES):
        try:
            knowledge.versions.edit(
                topic.account, change, by=by, source=f"topic {topic.id}", now=now
            )
        except Conflict:
            if tried == _TRIES - 1:
                raise
            continue
        break
    return topics.progress.entry_made(topic.id, entry.id, topic.account, now)


def variants_of(topic: Topic, now: datetime) -> tuple[str, ...]:
    """Other words for a topic's question: such as three people or more have used (docs/decisions/0138)."""
    if topic.origin is not Origin.QUESTIONS or not topic.of:
        return ()
    found = insight.topics.askers(topic.account, topic.of, now - _ASKED_BACK, now)
    texts = Counter(one.question.strip() for one in found)
    shared = [text for text, people in texts.most_common() if people >= insight.NOBODYS]
    return tuple(text for text in shared if text != topic.title)[:_MOST_VARIANTS]


def department_name(topic: Topic) -> str:
    """The name of the department that a topic's question went to."""
    asked = topic.inquiry.department if topic.inquiry else ""
    found = topics.duties_of(topic.unit).department(asked)
    return found.name if found else asked


def _in_article(topic: Topic, answer: DepartmentAnswer, by: Actor, now: datetime) -> str:
    """The article of this week that holds the answer, which it does from now on; returns its id."""
    source = f"topic:{topic.id}"
    section = section_of(topic, answer)
    for number in range(1, MOST_OF_A_WEEK + 1):
        year, week, _ = now.astimezone(SHANGHAI).isocalendar()
        written = _new_text(year, week, number, topic, answer, section)
        article = newsroom.create_from(
            topic.unit,
            written,
            by=by,
            now=now,
            source=source,
            known_as=f"answers {year}-W{week:02d}-{number}",
        )
        if _holds(article, source) or _joined(article, section, source, by, now):
            return article.id
    raise topics.TopicNotReady(f"本周的{COLUMN}稿件太多，请先处理送审中的稿件。")


def _joined(article: StoredArticle, section: str, source: str, by: Actor, now: datetime) -> bool:
    """Put a section at the end of an article; False where it is not a draft any more: reviewers read another text."""
    for _ in range(_TRIES):
        if article.state is not ArticleState.DRAFT:
            return False
        text = newsroom.text_of(article.id, by=by)
        body = f"{text.written.body.rstrip()}\n\n{section}"
        longer = text.written.model_copy(update={"body": body})
        try:
            newsroom.revise_from(
                article.id, longer, base=article.revision, by=by, now=now, source=source
            )
        except Conflict:
            before, article = article.revision, newsroom.get_article(article.id)
            if article.revision == before:
                raise  # somebody is writing
            if _holds(article, source):
                return True
            continue
        except newsroom.ArticleRefused:
            return False  # it would get too long: the next one of the week
        return True
    return False


def _holds(article: StoredArticle, source: str) -> bool:
    return any(one.source == source for one in newsroom.revisions(article.id))


def _new_text(
    year: int, week: int, number: int, topic: Topic, answer: DepartmentAnswer, section: str
) -> Written:
    more = f"·续{number - 1}" if number > 1 else ""
    fields = {
        "title": f"{COLUMN}（{year}年第{week}周{more}）",
        "column": COLUMN,
        "cover": newsroom.answers_cover(),
        "owner": department_name(topic),
        "legal_basis": "；".join(one.title for one in answer.basis)[:500],
    }
    return Written(fields=fields, body=f"{_OPENING.format(year=year, week=week)}\n\n{section}")


def section_of(topic: Topic, answer: DepartmentAnswer) -> str:
    """The house's form of one answer, as Markdown. Pure but for the department's name."""
    paragraphs = [_plain(line) for line in answer.text.splitlines() if line.strip()]
    basis = "；".join(
        f"[{_plain(one.title)}]({one.url})" if one.url else _plain(one.title)
        for one in answer.basis
    )
    return "\n\n".join(
        [
            f"## 问：{_plain(topic.title)}",
            *paragraphs,
            f"**政策依据：** {basis}",
            f"**答复部门：** {_plain(department_name(topic))}",
        ]
    )


def _plain(text: str) -> str:
    """Words that mean nothing in Markdown."""
    return _MARKED.sub(r"\\\1", text.strip())
