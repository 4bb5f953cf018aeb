"""A quiz (答题): its rules, and copies of the questions that it draws from, so that what is reviewed is what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pydantic import ConfigDict, model_validator

from chalicelib import quizzes
from chalicelib.clock import shown
from chalicelib.errors import Field
from chalicelib.products.forms import Readable
from chalicelib.quizzes import Question, Quiz

NEEDS_FILES: Final = True
"""Its questions are a file of their own, which an attempt keeps to its end."""


class Content(Quiz):
    """What an editor writes. There is no field for prizes: nothing is drawn, and nothing is won."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @model_validator(mode="after")
    def _is_whole(self) -> Content:
        ids = [one.id for one in self.questions]
        if len(set(ids)) < len(ids):
            raise ValueError("同一道题放了两次")
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValueError("结束时间要在开始时间之后")
        return self


def empty(title: str) -> Content:
    """What a new quiz begins with."""
    return Content()


def missing(content: Content) -> list[Field]:
    """What has to be there before a review."""
    found = []
    if len(content.questions) < content.draw:
        said = f"每次答 {content.draw} 题，但只选了 {len(content.questions)} 道题"
        found.append(Field("questions", said))
    if content.passing > content.full:
        found.append(Field("passing", f"及格分 {content.passing} 高于满分 {content.full}"))
    return found


def readable(content: Content) -> Readable:
    """The rules as fields; each question with its options, what is right and why as text."""
    fields = {
        "简介": content.intro,
        "每次答几题": str(content.draw),
        "每题几分": str(content.points),
        "及格分": str(content.passing),
        "限时": f"{content.minutes} 分钟" if content.minutes else "不限时",
        "每人每天几次": str(content.tries),
        "开始": shown(content.opens) if content.opens else "",
        "结束": shown(content.closes) if content.closes else "",
        "出题方式": "固定前几题" if content.fixed else "随机抽",
        "抽题事项": "、".join(content.matters),
    }
    return Readable(fields, tuple(line for one in content.questions for line in _question(one)))


def _question(one: Question) -> Iterator[str]:
    about = "，".join(
        filter(None, (one.matter, f"难度{quizzes.labels.DIFFICULTY_NAMES[one.difficulty]}"))
    )
    yield f"【{quizzes.labels.KIND_NAMES[one.kind]}】{one.text}（{about}）"
    for place, option in enumerate(one.options):
        yield f"　· {option}{'（正确答案）' if place in one.right else ''}"
    if one.explanation:
        yield f"　解析：{one.explanation}"
    if one.basis or one.basis_url:
        yield f"　依据：{one.basis} {one.basis_url}".rstrip()


def work_of(content: Content, title: str) -> dict[str, Any]:
    """What the first page reads: the rules, and no question."""
    rules: dict[str, Any] = content.model_dump(mode="json", exclude={"questions", "matters"})
    return rules


def files_of(content: Content) -> dict[str, bytes]:
    """The file that attempts are drawn from."""
    return {"content.json": content.model_dump_json().encode()}
