"""YAML: what is read, and where it is wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.conversation import rules_file
from chalicelib.conversation.models import Pick, ReplyRules
from chalicelib.wechat.replies import MusicReply, NewsReply, TextReply, TransferReply
from tests.unit.conversation.rules_file.sheets import errors


def read(text: str) -> ReplyRules:
    return rules_file.read("规则.yaml", text.encode()).rules


def test_a_document_reads_well() -> None:
    rules = read("""
follow: |
  欢迎
  关注
rules:
  - name: 人工
    exact: [人工, 12366]
    contains: 转人工|找人
    priority: 5
    valid_from: 2026-03-01
    hours: 08:30-17:30
    transfer: true
  - exact: [歌]
    pick: all
    replies:
      - 一句话
      - music: {thumb_media_id: thumb_1, url: https://a.example/a.mp3}
      - news: {title: 标题, url: https://a.example/}
types: {图片: 收到}
default:
  replies: [甲, 乙]
""")
    staff, song = rules.rules
    assert (staff.exact, staff.contains) == (("人工", "12366"), ("转人工", "找人"))
    assert staff.replies == (TransferReply(),)
    assert staff.hours is not None
    assert staff.hours.valid_from == datetime(2026, 2, 28, 16, tzinfo=UTC)
    assert (song.name, song.pick) == ("歌", Pick.ALL)
    assert song.replies == (
        TextReply(content="一句话"),
        MusicReply(thumb_media_id="thumb_1", url="https://a.example/a.mp3"),
        NewsReply(title="标题", url="https://a.example/"),
    )
    assert rules.follow is not None
    assert rules.follow.replies == (TextReply(content="欢迎\n关注"),)
    assert list(rules.types) == ["image"]


def test_words_that_yaml_would_take_for_something_else_stay_words() -> None:
    rules = read("rules:\n  - exact: [10086, 0123, yes, 2026-03-01, 1e3]\n    text: 007")
    assert rules.rules[0].exact == ("10086", "0123", "yes", "2026-03-01", "1e3")
    assert rules.rules[0].replies == (TextReply(content="007"),)


@pytest.mark.parametrize(
    ("text", "line", "path", "reason"),
    [
        ("rulez: []", 1, "rulez", "没有"),
        ("rules:\n  - exact: [甲]\n    colour: red\n    text: 好", 3, "rules › 1 › colour", "没有"),
        ("rules:\n  - exact: [甲]", 2, "rules › 1", "缺少回复内容"),
        ("rules:\n  - text: 好", 2, "rules › 1", "缺少关键词"),
        ("rules:\n  - exact: [甲]\n    text:", 3, "rules › 1 › text", "缺少回复内容"),
        ("rules:\n  exact: [甲]", 2, "rules", "应是列表"),
        ("rules:\n  - 甲", 2, "rules › 1", "名称: 值"),
        ("rules:\n  - exact: {a: b}\n    text: 好", 2, "rules › 1 › exact", "应是一个值"),
        ("rules:\n  - exact: [[甲]]\n    text: 好", 2, "rules › 1 › exact › 1", "应是一个值"),
        ("rules:\n  - exact: [甲]\n    priority: 高\n    text: 好", 3, "rules › 1 › priority", "整数"),
        ("follow: {transfer: true}", 1, "follow › transfer", "不允许转人工"),
        ("follow: {replies: [{text: a, image: b}]}", 1, "follow › replies › 1", "一种类型"),
        ("follow: {news: 标题}", 1, "follow › news", "title"),
        ("follow: {news: {title: 标题}}", 1, "follow › news", "缺少链接"),
        ("menu: {a: 1}\nmenu: {b: 2}", 2, "menu", "两次"),
        ("scenes:\n  hall: 1\n  hall: 2", 3, "scenes › hall", "两次"),
        ("types: {text: 好}", 1, "types › text", "不认识"),
        ("- a\n- b", 1, None, "名称: 值"),
        ("a: [1", None, None, "YAML 格式不对"),
        ("default: \x01", None, None, "YAML 格式不对"),
        ("[" * 5000, None, None, "YAML 格式不对"),
        ("# 只有注释", None, None, "空的"),
        ("rules:\n  - {name: r, exact: [甲], text: 1}\n  - {name: r, exact: [乙], text: 2}", 3, "rules › 2 › name", "第 2 行"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_its_line_and_path(
    text: str, line: int | None, path: str | None, reason: str
) -> None:
    found = errors("规则.yml", text.encode())
    assert len(found) == 1
    assert reason in found[0][2]
    assert found[0][1] == path
    assert line is None or found[0][0] == line


@pytest.mark.parametrize(("written", "must"), [("true", True), ("是", True), ("false", False)])
def test_a_rule_may_have_to_answer(written: str, must: bool) -> None:
    for name in ("must_answer", "必答"):
        rules = read(f"rules:\n  - contains: [甲]\n    {name}: {written}\n    text: 好")
        assert rules.rules[0].must_answer is must
