"""Whatever an editor writes of a product stands in what two revisions are compared by."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Final

import pytest

from chalicelib.newsroom import text_difference
from chalicelib.products import Form, module_of

QUESTION: Final = {
    "id": "q-00000001",
    "kind": "judge",
    "text": "免征也要申报吗？",
    "right": [0],
    "options": ["对", "错"],
    "explanation": "免征也要按期申报。",
    "basis": "公告 1 号",
    "basis_url": "https://www.a.gov.cn/1",
    "matter": "增值税",
    "difficulty": 1,
}
FULL: Final[dict[Form, dict[str, Any]]] = {
    Form.EBOOK: {
        "subtitle": "副题",
        "issuer": "省局",
        "date": "2026年11月",
        "colour": "blue",
        "preface": "前言一\n前言二",
        "parts": [
            {
                "title": "第一篇",
                "chapters": [
                    {"kind": "article", "id": "a-1", "revision": 1, "account": "", "title": "一"},
                    {
                        "kind": "policy",
                        "id": "文",
                        "revision": 2,
                        "account": "province",
                        "title": "二",
                    },
                ],
            }
        ],
        "imprint": "编写：省局",
    },
    Form.MINDMAP: {
        "root": "减免",
        "branches": [{"text": "谁", "children": [{"text": "小规模", "children": []}]}],
        "style": "blue",
        "layout": "both",
        "source": "公告",
    },
    Form.POSTER: {
        "design": "policy",
        "headline": "申报",
        "lines": ["一行", "二行"],
        "number": "1%",
        "number_note": "征收率",
        "day": "12 月 15 日",
        "issuer": "省局",
        "code": {"target": "address", "url": "https://www.a.gov.cn/", "label": "扫码"},
    },
    Form.LIVE: {
        "starts": "2026-12-01T15:00:00+08:00",
        "ends": "2026-12-01T16:00:00+08:00",
        "host": "李老师",
        "summary": "讲减免",
        "points": ["谁能享受"],
        "where": "视频号",
        "url": "https://channels.weixin.qq.com/1",
        "replay": "https://channels.weixin.qq.com/2",
        "keyword": "直播提醒",
        "cancelled": False,
        "cancel_note": "有事",
    },
    Form.QUIZ: {
        "intro": "五道题",
        "questions": [
            QUESTION,
            {**QUESTION, "id": "q-00000002", "kind": "single", "options": ["甲", "乙", "丙"]},
        ],
        "draw": 2,
        "fixed": False,
        "matters": ["增值税"],
        "points": 10,
        "passing": 10,
        "minutes": 10,
        "opens": "2026-12-01T00:00:00+08:00",
        "closes": "2026-12-09T00:00:00+08:00",
        "tries": 3,
    },
}
OTHER: Final[dict[str, tuple[Any, ...]]] = {
    "kind": ("policy", "article", "single"),
    "colour": ("red", "green", "gold"),
    "style": ("red", "green", "many"),
    "layout": ("right",),
    "design": ("number", "season", "reminder"),
    "target": ("work", "article", "follow"),
    "starts": ("2026-11-30T15:00:00+08:00", None),
    "ends": ("2026-12-02T15:00:00+08:00", None),
    "opens": ("2026-11-30T15:00:00+08:00", None),
    "closes": ("2026-12-12T15:00:00+08:00", None),
    "url": ("https://www.b.gov.cn/",),
    "replay": ("https://www.b.gov.cn/", ""),
    "basis_url": ("https://www.b.gov.cn/", ""),
    "right": ([1],),
    "code": (None,),
}
"""Other values of fields that do not take every text."""
UNSEEN: Final = {(Form.QUIZ, "id")}
"""A question's number in the bank says nothing to a reader."""


def others(key: str, value: Any) -> Iterator[Any]:
    """Values that a field might have instead."""
    if key in OTHER:
        yield from (one for one in OTHER[key] if one != value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str):
        yield f"{value}改"
    elif isinstance(value, list) and value:
        yield value[1:]


def changed(content: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """The content with each of its fields otherwise, one at a time, and which field that is."""
    for other in others(key, content):
        yield key, other
    if isinstance(content, dict):
        for name, value in content.items():
            for what, other in changed(value, name):
                yield what, {**content, name: other}
    elif isinstance(content, list) and key not in OTHER:
        for place, value in enumerate(content):
            for what, other in changed(value, key):
                yield what, [*content[:place], other, *content[place + 1 :]]


def names(content: Any) -> set[str]:
    """The names of all fields."""
    if isinstance(content, dict):
        return set(content).union(*map(names, content.values()))
    return set().union(*map(names, content)) if isinstance(content, list) else set()


@pytest.mark.parametrize("form", Form)
def test_no_field_is_changed_unseen(form: Form) -> None:
    module = module_of(form)
    whole = module.Content.model_validate(FULL[form])
    assert names(whole.model_dump(mode="json")) == names(FULL[form])
    before, tried = module.readable(whole), set()
    for field, content in changed(copy.deepcopy(FULL[form])):
        if (form, field) in UNSEEN:
            continue
        try:
            after = module.readable(module.Content.model_validate(content))
        except ValueError:
            continue  # no other value for it: another of its kind is tried
        found = text_difference(before.fields, after.fields, before.body, after.body)
        assert not found.empty, (field, content)
        tried.add(field)
    assert tried == names(FULL[form]) - {field for at, field in UNSEEN if at is form}


@pytest.mark.parametrize("form", Form)
def test_the_same_content_differs_in_nothing(form: Form) -> None:
    module = module_of(form)
    for content in (module.Content.model_validate(FULL[form]), module.empty("标题")):
        said = module.readable(content)
        assert text_difference(said.fields, said.fields, said.body, said.body).empty
        assert set(said.fields) == set(module.readable(module.empty("")).fields)


def test_a_right_answer_that_moves_is_told_at_the_options() -> None:
    module = module_of(Form.QUIZ)
    content = copy.deepcopy(FULL[Form.QUIZ])
    before = module.readable(module.Content.model_validate(content))
    content["questions"][0]["right"] = [1]
    after = module.readable(module.Content.model_validate(content))
    found = text_difference(before.fields, after.fields, before.body, after.body)
    changed_lines = [one for one in found.body if one.changed]
    assert [[(part.mark.value, part.text) for part in one.parts] for one in changed_lines] == [
        [("same", "　· 对"), ("removed", "（正确答案）")],
        [("same", "　· 错"), ("added", "（正确答案）")],
    ]
