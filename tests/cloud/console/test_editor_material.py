"""What an editor puts into a text: styles, pictures used before, own articles, videos; and the theme of the unit."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from chalicelib import newsroom, publishing
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.cloud import objects
from chalicelib.newsroom import Composed, Picture
from tests.cloud.console.conftest import Ask
from tests.cloud.console.newsroom import COVER, new, staff, typed
from tests.cloud.console.pushes import written
from tests.cloud.console.test_calendar_routes import an_account
from tests.cloud.newsroom.people import NOW, PNG, approved_article, composed, png


@pytest.fixture(autouse=True)
def _staff(cloud: None) -> None:
    staff()


def sent(ask: Ask, body: bytes, media_type: str = "image/png", person: str = "li") -> str:
    ticket = ask(person, "POST", "/editor/uploads", {"unit": "province"}).json
    objects.write(ticket["fields"]["key"], body, media_type)
    return str(ticket["upload"])


def test_the_styles_are_drawn_by_the_theme_of_the_text(ask: Ask) -> None:
    asked = {"unit": "province", "theme": "党建红"}
    said = ask("li", "POST", "/editor/styles", asked).json
    assert said["theme"] == "党建红"
    red = next(one["main"] for one in said["themes"] if one["name"] == "党建红")
    [frame] = [one for one in said["samples"] if one["name"] == "标题框"]
    assert f"background:{red}" in frame["page"]
    assert {one["group"] for one in said["samples"]} >= {
        "标题框",
        "段落框",
        "引用",
        "分割线",
        "图框",
    }


def test_every_style_is_taken_without_a_remark(ask: Ask) -> None:
    samples = ask("li", "POST", "/editor/styles", {"unit": "province"}).json["samples"]
    body = "\n\n".join(one["text"] for one in samples)
    examined = ask(
        "li", "POST", "/editor/examine", {"unit": "province", "text": typed(body=body)}
    ).json
    assert examined["remarks"] == []
    assert "[!" not in examined["page"]


def test_a_text_written_in_the_page_has_the_theme_of_its_unit(ask: Ask) -> None:
    owner = newsroom.owner_of(unit="province")
    newsroom.use_theme(owner, "党建红", by=local("zongbian"), now=NOW)
    red = newsroom.THEMES["党建红"].main
    text = typed(body="## 小标题\n\n正文。")
    examined = ask("li", "POST", "/editor/examine", {"unit": "province", "text": text}).json
    assert red in examined["page"]
    article = ask("li", "POST", "/articles", new(body=text["body"])).json["id"]
    assert red in ask("li", "GET", f"/articles/{article}/page").json["html"]


def test_pictures_of_a_unit_are_found_again_each_once_the_latest_first(ask: Ask) -> None:
    upload = sent(ask, PNG)
    asked = {"unit": "province", "upload": upload, "name": "办税厅.png"}
    key = ask("li", "POST", "/editor/pictures", asked).json["key"]
    ask("li", "POST", "/editor/pictures", asked)
    ask("li", "POST", "/articles", new(body=f"正文。\n\n![]({key})"))
    said = ask("wang", "GET", "/editor/pictures", query={"unit": "province"}).json
    [one] = said["pictures"]
    assert (one["key"], one["name"], one["width"], one["height"]) == (key, "办税厅.png", 900, 383)
    assert one["by_name"] != ""
    assert said["next"] == ""
    assert ask("qx.li", "GET", "/editor/pictures", query={"unit": "province"}).status == 403
    assert ask("qx.li", "GET", "/editor/pictures", query={"unit": "city"}).json["pictures"] == []


def test_the_library_goes_on_where_a_page_ended(ask: Ask) -> None:
    keys = []
    for nth in range(5):
        body = png(900 + nth, 383)
        key = f"articles/pictures/{hashlib.sha256(body).hexdigest()}.png"
        cover = Picture(key=key, media_type="image/png", size=len(body))
        made = composed()
        article = made.article.model_copy(update={"cover": cover})
        at = NOW + timedelta(minutes=nth)
        newsroom.create(Composed(article, {key: body}), unit="province", by=local("li"), now=at)
        keys.append(key)
    first = ask("li", "GET", "/editor/pictures", query={"unit": "province", "limit": "3"}).json
    rest = ask(
        "li",
        "GET",
        "/editor/pictures",
        query={"unit": "province", "limit": "3", "cursor": first["next"]},
    ).json
    found = [one["key"] for one in (*first["pictures"], *rest["pictures"])]
    assert (found, rest["next"]) == (list(reversed(keys)), "")


def test_the_text_says_where_its_pictures_are_and_what_is_shown_of_the_cover(ask: Ask) -> None:
    text = {**typed(body=f"![]({COVER.key})\n\n![](a.png)"), "files": {"a.png": COVER.key}}
    said = ask("li", "POST", "/editor/examine", {"unit": "province", "text": text}).json
    assert set(said["links"]) == {COVER.key, "a.png"}
    assert said["crops"]["crop_1_1"].count(" ") == 3
    given = typed(crop_1_1="0 0 42.5556 100")
    again = ask("li", "POST", "/editor/examine", {"unit": "province", "text": given}).json
    assert again["crops"]["crop_1_1"] == "0 0 42.5556 100"


def test_a_published_article_is_found_by_its_title_until_it_is_taken_down(ask: Ask) -> None:
    an_account("province", "province")
    article = approved_article(title="办税服务厅开放时间")
    now = utc_now()
    at = publishing.slot(f"{(now + timedelta(days=3)).date()} 08:00", now)
    placed = publishing.put_in_slot("province", [article.id], at, by=local("li"), now=utc_now())
    push = str(placed.issue.delivery)
    asked = {"unit": "province", "words": "开放"}
    assert ask("li", "GET", "/editor/published", query=asked).json["articles"] == []
    address = "https://mp.weixin.qq.com/s/abc"
    written(push, state="confirmed", urls=[address])
    [one] = ask("li", "GET", "/editor/published", query=asked).json["articles"]
    assert (one["title"], one["url"]) == ("办税服务厅开放时间", address)
    others = {**asked, "words": "社保"}
    assert ask("li", "GET", "/editor/published", query=others).json["articles"] == []
    gone = {"at": NOW.isoformat(), "by": "zongbian", "reason": "数字有误", "article": 0}
    written(push, recalls=[gone])
    assert ask("li", "GET", "/editor/published", query=asked).json["articles"] == []


def test_a_video_is_judged_by_its_bytes(ask: Ask) -> None:
    video = (16).to_bytes(4, "big") + b"ftypisom\0\0\0\0" + (8).to_bytes(4, "big") + b"moov"
    asked = {"unit": "province", "upload": sent(ask, video, "video/mp4"), "kind": "video"}
    taken = ask("li", "POST", "/editor/media", asked).json
    assert taken["key"].startswith("articles/media/") and taken["key"].endswith(".mp4")
    text = {
        "fields": {"title": "三分钟学会", "kind": "video", "media": taken["key"]},
        "body": "看这里。",
    }
    assert (
        ask("li", "POST", "/articles", {"unit": "province", "text": text}).json["kind"] == "video"
    )
    wrong = {**asked, "upload": sent(ask, PNG)}
    assert ask("li", "POST", "/editor/media", wrong).status == 422
