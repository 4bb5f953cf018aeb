"""Writing in the page: texts, drafts, conflicts, files that come in, and what must never run."""

from __future__ import annotations

import re

import pytest

from chalicelib import newsroom
from chalicelib.actor import local
from chalicelib.cloud import objects
from chalicelib.newsroom import Article, Composed
from tests.cloud.console.conftest import Ask
from tests.cloud.console.newsroom import COVER, new, staff, typed
from tests.cloud.newsroom.people import NOW, PNG, an_article


@pytest.fixture(autouse=True)
def _staff(cloud: None) -> None:
    staff()


def test_an_article_is_opened_again_as_its_author_wrote_it(ask: Ask) -> None:
    body = "## 怎么缴\n\n**三步**完成：\n\n> [!提示]\n> 带上身份证"
    article = ask("li", "POST", "/articles", new(body=body, column="办税指南")).json
    opened = ask("li", "GET", f"/articles/{article['id']}/text").json
    assert opened["text"]["written"]["body"] == body
    assert opened["text"]["written"]["fields"]["column"] == "办税指南"
    assert (opened["text"]["converted"], opened["draft"]) == (False, None)
    assert article["column"] == "办税指南"


def test_an_article_without_a_text_of_its_own_is_opened_as_markdown(ask: Ask) -> None:
    article = an_article(body="九点<strong>开门</strong>。").id
    opened = ask("li", "GET", f"/articles/{article}/text").json["text"]
    assert (opened["written"]["body"].strip(), opened["converted"]) == ("九点**开门**。", True)
    same = ask(
        "li",
        "POST",
        f"/articles/{article}/revisions",
        {"base": 1, "text": {k: opened["written"][k] for k in ("fields", "body")}},
    )
    assert same.status == 200
    assert "<strong>开门</strong>" in ask("li", "GET", f"/articles/{article}/page").json["html"]


def test_a_create_sent_twice_makes_one_article(ask: Ask) -> None:
    key = {"Idempotency-Key": "k-1"}
    first = ask("li", "POST", "/articles", new(), key).json
    again = ask("li", "POST", "/articles", new(), key).json
    assert (first["id"], first["revision"]) == (again["id"], again["revision"])
    listed = ask("li", "GET", "/articles", query={"unit": "province"}).json["articles"]
    assert len(listed) == 1


def test_a_revision_from_an_older_base_is_a_conflict_that_names_who_was_first(ask: Ask) -> None:
    article = ask("li", "POST", "/articles", new()).json["id"]
    path = f"/articles/{article}/revisions"
    assert ask("wang", "POST", path, {"base": 1, "text": typed(body="先来。")}).status == 200
    late = ask("li", "POST", path, {"base": 1, "text": typed(body="后到。")})
    assert (late.status, late.json["type"], late.json["by"]) == (409, "conflict", "wang")
    assert newsroom.get_article(article).revision == 2
    assert ask("li", "POST", path, {"base": 2, "text": typed(body="后到。")}).json["revision"] == 3


def test_a_text_with_faults_is_refused_with_each_at_its_field(ask: Ask) -> None:
    body = {"unit": "province", "text": {"fields": {"title": "长" * 40}, "body": ""}}
    said = ask("li", "POST", "/articles", body)
    assert (said.status, said.json["type"]) == (422, "invalid")
    assert {"title", "cover"} <= {one["name"] for one in said.json["fields"]}


def test_remarks_have_their_line_in_the_body_and_a_repair(ask: Ask) -> None:
    body = "第一行。\n\n登录帐号就能缴。"
    said = ask("li", "POST", "/editor/examine", {"unit": "province", "text": typed(body=body)})
    [remark] = [one for one in said.json["remarks"] if one["check"] == "words"]
    assert (remark["line"], remark["field"]) == (3, "")
    assert (remark["wrong"], remark["right"]) == ("帐号", "账号")
    assert said.json["refused"]
    title = ask("li", "POST", "/editor/examine", {"unit": "province", "text": typed("帐号怎么办")})
    [remark] = [one for one in title.json["remarks"] if one["check"] == "words"]
    assert (remark["field"], remark["line"]) == ("title", 0)


def test_a_draft_is_its_writer_s_alone_and_gone_once_it_is_saved(ask: Ask) -> None:
    article = ask("li", "POST", "/articles", new()).json["id"]
    draft = {"unit": "province", "base": 1, "text": typed(body="打了一半")}
    assert ask("li", "PUT", f"/drafts/{article}", draft).status == 200
    mine = ask("li", "GET", f"/articles/{article}/text").json["draft"]
    assert (mine["written"]["body"], mine["base"]) == ("打了一半", 1)
    assert ask("wang", "GET", f"/articles/{article}/text").json["draft"] is None
    ask("li", "POST", f"/articles/{article}/revisions", {"base": 1, "text": typed(body="打完了。")})
    assert ask("li", "GET", f"/articles/{article}/text").json["draft"] is None
    assert len(list(newsroom.log_of(article))) == 2


def test_a_draft_of_a_new_article_waits_in_the_list_until_it_becomes_one(ask: Ask) -> None:
    name = "new-0123456789ab"
    draft = {"unit": "province", "base": 0, "text": typed("没写完", "一半")}
    ask("li", "PUT", f"/drafts/{name}", draft)
    assert [one["title"] for one in ask("li", "GET", "/drafts").json["drafts"]] == ["没写完"]
    assert ask("wang", "GET", f"/drafts/{name}").status == 404
    ask("li", "POST", "/articles", {**new(), "draft": name})
    assert ask("li", "GET", "/drafts").json["drafts"] == []


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "[点我](javascript:alert(1))",
    "<a href='jAvAsCrIpT:alert(1)'>点我</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    '"><script>alert(1)</script>',
    "</title></style><script>alert(1)</script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
)
_RUNS = re.compile(
    r"<\s*(?:script|iframe|object|embed|svg|math|form|base)\b|<[^>]*\son\w+\s*=|<[^>]*javascript:|<[^>]*http-equiv=.?refresh",
    re.IGNORECASE,
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_somebody_types_runs_in_the_preview(ask: Ask, hostile: str) -> None:
    fields = {"author": hostile[:16], "digest": hostile, "source": hostile, "column": hostile[:20]}
    text = typed(hostile[:32], f"开头。\n\n{hostile}\n\n结尾。", **fields)
    page = ask("li", "POST", "/editor/examine", {"unit": "province", "text": text}).json["page"]
    assert not _RUNS.search(page), _RUNS.search(page)
    assert "开头" in page
    pasted = ask(
        "li", "POST", "/editor/pasted", {"unit": "province", "html": f"<p>前</p>{hostile}"}
    )
    again = typed(body=pasted.json["written"]["body"])
    page = ask("li", "POST", "/editor/examine", {"unit": "province", "text": again}).json["page"]
    assert not _RUNS.search(page), _RUNS.search(page)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_stored_page_runs_nothing_either(ask: Ask, hostile: str) -> None:
    words = {"author": hostile, "digest": hostile, "source": hostile, "column": hostile}
    article = Article(title=hostile, html="<section><p>正文</p></section>", **words)
    stored = newsroom.create(Composed(article, {}), unit="province", by=local("li"), now=NOW)
    assert ask("li", "GET", f"/articles/{stored.id}").json["title"] == hostile
    page = ask("li", "GET", f"/articles/{stored.id}/page").json["html"]
    assert not _RUNS.search(page), _RUNS.search(page)


def test_a_text_names_no_other_object_of_the_bucket(ask: Ask) -> None:
    article = an_article()
    for name in (
        article.key,
        "knowledge/province/00000001.json",
        "../etc/passwd",
        "uploads/wang/x",
    ):
        text = {**typed(), "files": {"a.png": name}, "body": f"![](a.png)\n\n![]({name})"}
        said = ask("li", "POST", "/editor/examine", {"unit": "province", "text": text}).json
        assert sum("找不到图片文件" in one["what"] for one in said["remarks"]) == 2, said["remarks"]


def test_an_uploaded_picture_belongs_to_who_sent_it(ask: Ask) -> None:
    ticket = ask("li", "POST", "/editor/uploads", {"unit": "province"}).json
    assert ticket["fields"]["key"] == f"uploads/li/{ticket['upload']}"
    objects.write(ticket["fields"]["key"], PNG, "image/png")
    sent = {"unit": "province", "upload": ticket["upload"], "cover": True}
    taken = ask("li", "POST", "/editor/pictures", sent).json
    assert (taken["key"], taken["width"], taken["height"]) == (COVER.key, 900, 383)
    assert ask("wang", "POST", "/editor/pictures", sent).status == 422
    for name in ("../wang/secret-secret-secret", "a/b/c/d/e/f/g/h/i/j/k/l"):
        assert ask("li", "POST", "/editor/pictures", {**sent, "upload": name}).status == 422


def test_pasted_html_becomes_text_with_a_report(ask: Ask) -> None:
    html = (
        '<p class="MsoNormal" style="mso-fareast:x"><b>谁要缴</b></p><ul><li>居民</li></ul>'
        '<img src="https://x.example/a.png"><h2>怎么缴</h2><script>alert(1)</script>'
    )
    said = ask("li", "POST", "/editor/pasted", {"unit": "province", "html": html}).json
    # The picture's place is kept, so that somebody fills it.
    place = "![](https://x.example/a.png)"
    assert said["written"]["body"] == f"**谁要缴**\n\n- 居民\n\n{place}\n\n## 怎么缴\n"
    report = "".join(said["changes"])
    assert "样式" in report and "https://x.example/a.png" in report and "脚本" in report


def test_an_uploaded_markdown_file_brings_its_fields(ask: Ask) -> None:
    ticket = ask("li", "POST", "/editor/uploads", {"unit": "province"}).json
    objects.write(
        ticket["fields"]["key"], "---\n标题: 医保\n---\n正文。\n".encode(), "text/markdown"
    )
    sent = {"unit": "province", "upload": ticket["upload"], "name": "稿.md"}
    said = ask("li", "POST", "/editor/file", sent).json
    assert said["written"]["fields"] == {"title": "医保"}
    assert said["written"]["body"].strip() == "正文。"
    assert ask("li", "POST", "/editor/file", {**sent, "name": "稿.exe"}).status == 422


def test_restored_by_command_the_text_comes_back_too(ask: Ask) -> None:
    article = ask("li", "POST", "/articles", new(body="**一**。")).json["id"]
    ask("li", "POST", f"/articles/{article}/revisions", {"base": 1, "text": typed(body="二。")})
    newsroom.restore(article, 1, by=local("li"), now=NOW)
    text = ask("li", "GET", f"/articles/{article}/text").json["text"]
    assert (text["written"]["body"], text["converted"]) == ("**一**。", False)
