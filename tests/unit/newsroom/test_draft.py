"""An article as WeChat takes it."""

from __future__ import annotations

import pytest

from chalicelib.newsroom import (
    Article,
    ArticleKind,
    Picture,
    draft_article,
    uploads,
)
from chalicelib.newsroom.composing.wechat_draft import Material

COVER = Picture(key="articles/pictures/c.png", media_type="image/png", size=1)
INSIDE = Picture(key="articles/pictures/i.jpg", media_type="image/jpeg", size=1)
CLIP = Picture(key="articles/media/v.mp4", media_type="video/mp4", size=1)


def test_a_news_article_needs_its_cover_and_its_pictures() -> None:
    html = f'<p>好<img src="{INSIDE.key}"></p>'
    article = Article(
        title="题", html=html, cover=COVER, pictures=(INSIDE,), crop_235_1="0_0.1_1_0.9"
    )
    needed = uploads(article)
    assert needed.body_pictures == (INSIDE.key,)
    assert needed.materials == (Material(key=COVER.key, type="image"),)
    entry = draft_article(article, {INSIDE.key: "http://mmbiz.qpic.cn/1"}, {COVER.key: "m1"})
    assert entry["article_type"] == "news"
    assert entry["thumb_media_id"] == "m1"
    assert entry["content"] == '<p>好<img src="http://mmbiz.qpic.cn/1"></p>'
    assert entry["pic_crop_235_1"] == "0_0.1_1_0.9"
    assert "pic_crop_1_1" not in entry


def test_a_newspic_is_plain_words_and_pictures_in_order() -> None:
    html = "<p>第一&amp;二<br>行</p><p>段</p>"
    article = Article(title="题", html=html, kind=ArticleKind.NEWSPIC, images=(INSIDE, COVER))
    assert [one.key for one in uploads(article).materials] == [INSIDE.key, COVER.key]
    entry = draft_article(article, {}, {INSIDE.key: "a", COVER.key: "b"})
    assert entry["content"] == "第一&二\n行\n段"
    assert entry["image_info"] == {"image_list": [{"image_media_id": "a"}, {"image_media_id": "b"}]}
    assert "thumb_media_id" not in entry


def test_a_video_is_introduced_by_its_digest_or_else_by_its_words() -> None:
    article = Article(title="题", html="<p>三步办完</p>", kind=ArticleKind.VIDEO, media=CLIP)
    [clip] = uploads(article).materials
    assert (clip.type, clip.title, clip.description) == ("video", "题", "三步办完")
    [clip] = uploads(article.model_copy(update={"digest": "摘要"})).materials
    assert clip.description == "摘要"


def test_what_goes_out_without_a_draft_makes_none() -> None:
    article = Article(title="题", html="", kind=ArticleKind.AUDIO, media=CLIP)
    assert uploads(article).materials[0].type == "voice"
    with pytest.raises(ValueError, match="without a draft"):
        draft_article(article, {}, {CLIP.key: "m"})


def test_a_file_that_was_not_uploaded_is_an_error() -> None:
    with pytest.raises(KeyError):
        draft_article(Article(title="题", html="", cover=COVER), {}, {})


def test_an_article_kept_before_there_were_kinds_still_loads() -> None:
    kept = (
        '{"title":"题","html":"<p>一</p>","cover":{"key":"k","media_type":"image/png","size":1},'
        '"pictures":[],"author":"","digest":"","source_url":"","column":"","series":"","owner":"",'
        '"legal_basis":"","valid_until":""}'
    )
    article = Article.model_validate_json(kept)
    assert article.kind is ArticleKind.NEWS
    assert article.crop_1_1 == ""
