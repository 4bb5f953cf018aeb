"""Front matter of other programs, and slips in our own: one plain sentence each, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.newsroom import Severity
from chalicelib.newsroom.composing.from_disk import read_file
from chalicelib.newsroom.composing.frontmatter import split, wrong
from chalicelib.newsroom.errors import ArticleRefused


def told(text: str) -> list[str]:
    return [str(one) for one in split(text).findings]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("title: 图解: 印花税", "内容里有英文冒号，要用引号括起来。改成：title: '图解: 印花税'"),
        ("title: 图解:", "内容里有英文冒号，要用引号括起来。改成：title: '图解:'"),
        ("标题：甲", "字段名后面是中文冒号“：”，要用英文冒号加空格。改成：标题: 甲"),
        ("title：图解: 印花税", "改成：title: '图解: 印花税'"),
        ("title:甲", "英文冒号后面要空一格。改成：title: 甲"),
        ('title: "甲', "引号没有成对。改成：title: '甲'"),
        (
            'title: "六税两费"减免',
            "引号只括住了一部分，要括住整个内容。改成：title: '\"六税两费\"减免'",
        ),
        ("title: @税务局", "内容以 @ 开头，要用引号括起来。改成：title: '@税务局'"),
        ("title: [甲", "内容以 [ 开头却没有结束，要用引号括起来。改成：title: '[甲'"),
        ("\ttitle: 甲", "行首是制表符"),
    ],
)
def test_a_slip_is_told_with_the_line_as_it_should_be_and_nothing_follows_from_it(
    line: str, said: str
) -> None:
    parts = split(f"---\nauthor: 乙\n{line}\nkind: newspic\n---\n正文\n")
    [finding] = parts.findings
    assert finding.where == "第 3 行"
    assert said in finding.what
    assert wrong(parts.fields, frozenset()) == []
    better = split(f"---\nauthor: 乙\n{finding.what.split('改成：')[1]}\nkind: newspic\n---\n")
    assert better.findings == ()
    assert better.fields["title"] == parts.fields["title"]


def test_no_word_of_a_library_is_in_a_finding() -> None:
    for text in (
        "---\ntitle: 甲\n  cover: a\n---\n", "---\n- a: [\n---\n", "---\na: b: c: d\n\te: f\n---\n",
        "---\n? x\n: - y\n z\n---\n", "+++\ntitle = 题\n+++\n", '{\n "title": 题\n}\n', "---\n&a b: *a\n---\n",
    ):  # fmt: skip
        for one in told(text):
            words = one.replace("YAML", "").replace("TOML", "").replace("JSON", "")
            assert not any(
                word in words for word in ("expected", "mapping", "found", "block", "line")
            )


def test_the_fields_of_other_programs_are_one_reminder() -> None:
    parts = split(
        "---\nslug: x\npost_title: 题\ndescription: 说明\ndate: 2026-01-01\ndraft: true\n"
        "tags: [a, b]\ncategories:\n  - c\ncover:\n  image: a.jpg\n  alt: 图\nauthors: [甲, 乙]\n---\n正文\n"
    )
    assert parts.fields == {
        "title": "题",
        "digest": "说明",
        "cover": "a.jpg",
        "author": "甲、乙",
        "tags": "a、b",
    }
    [finding] = parts.findings
    assert finding.severity is Severity.WARNING
    assert finding.what == "没有用到这些字段：slug、date、draft、categories"


def test_our_own_fields_win_over_those_of_other_programs() -> None:
    parts = split("---\ndescription: 甲\ndigest: 乙\ntitle: 题\nbanner: b.jpg\n---\n")
    assert parts.fields == {"digest": "乙", "title": "题", "cover": "b.jpg"}


def test_a_description_that_is_too_long_for_a_digest_is_named_as_unused() -> None:
    parts = split(f"---\ntitle: 题\ndescription: {'长' * 200}\n---\n")
    assert "digest" not in parts.fields
    assert "description" in parts.findings[0].what


def test_toml_and_json_are_read_and_lines_stay_right() -> None:
    toml = split('+++\ntitle = "题"\nsummary = "摘"\ndate = 2026-01-01T00:00:00Z\n+++\n正文\n')
    assert (toml.fields, toml.body, toml.first_line) == ({"digest": "摘", "title": "题"}, "正文", 6)
    assert [str(one) for one in toml.findings] == ["文件头：没有用到这些字段：date"]
    json = split('{\n "title": "题",\n "image": "a.jpg"\n}\n正文')
    assert (json.fields, json.body, json.first_line) == (
        {"cover": "a.jpg", "title": "题"},
        "正文",
        5,
    )
    assert told("+++\ntitle = 题\n+++\n")[0].startswith("第 2 行：文件头不是正确的 TOML")


def test_what_is_missing_says_how_to_give_it() -> None:
    [title, cover] = wrong({}, frozenset())
    assert (title.what, cover.what) == ("没有填写标题", "没有填写封面")
    assert "title: 标题文字" in title.told
    assert "“标题”样式" in title.told
    assert "--set 标题=" in title.told
    assert "--set 封面=封面.jpg" in cover.told


def test_a_file_of_fields_beside_the_article_has_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\n---\n正文\n")
    (tmp_path / "a.yaml").write_text("title: 甲: 乙\n")
    with pytest.raises(ArticleRefused) as refused:
        read_file(tmp_path / "a.md")
    assert str(refused.value.findings[0]).startswith("a.yaml 第 1 行：")
