"""An article as WeChat takes it: the files to upload first, and its entry in a draft (sheet §2.3, §2.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from chalicelib.newsroom.composing.plain_text import plain_text
from chalicelib.newsroom.models import Article, ArticleKind, Picture
from chalicelib.values import Value

INTRODUCTION: Final = 120
"""Characters of the body that stand for a missing digest where a video is introduced."""


class Material(Value):
    """One file for the permanent library (material/add_material)."""

    key: str
    type: Literal["image", "voice", "video"]
    title: str = ""
    """Of a video; the other types have none."""
    description: str = ""


class Uploads(Value):
    """The files that WeChat must hold before the article can be sent, each once, in order."""

    body_pictures: tuple[str, ...] = ()
    """Keys for media/uploadimg: their addresses go into the body."""
    materials: tuple[Material, ...] = ()
    """For material/add_material: their media_ids go into the draft, or are sent themselves."""


def uploads(article: Article) -> Uploads:
    """The files of ``article`` that must be uploaded, by the API that takes them."""
    return Uploads(
        body_pictures=tuple(shown.key for shown in article.pictures),
        materials=_MATERIALS[article.kind](article),
    )


def draft_article(
    article: Article, addresses: Mapping[str, str], media_ids: Mapping[str, str]
) -> dict[str, Any]:
    """One entry of draft/add's ``articles``.

    ``addresses`` gives WeChat's address of each body picture by key, ``media_ids`` the media_id of each material.
    Raises ``KeyError`` for a file that was not uploaded, ``ValueError`` for a video or audio: those are sent
    themselves, by their media_id, and no draft holds them.
    """
    drawn = _ENTRIES.get(article.kind)
    if drawn is None:
        raise ValueError(f"a {article.kind} goes out without a draft")
    return {
        "article_type": article.kind.value,
        "title": article.title,
        "author": article.author,
        "digest": article.digest,
        "content_source_url": article.source_url,
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
        **drawn(article, addresses, media_ids),
    }


def with_addresses(article: Article, addresses: Mapping[str, str]) -> str:
    """The body with WeChat's address for each picture. Raises ``KeyError`` for a picture without one."""
    html = article.html
    for shown in article.pictures:
        html = html.replace(f'src="{shown.key}"', f'src="{addresses[shown.key]}"')
    return html


def _news(
    article: Article, addresses: Mapping[str, str], media_ids: Mapping[str, str]
) -> dict[str, Any]:
    crops = {"pic_crop_235_1": article.crop_235_1, "pic_crop_1_1": article.crop_1_1}
    return {
        "content": with_addresses(article, addresses),
        "thumb_media_id": media_ids[article.cover.key] if article.cover else "",
        **{name: box for name, box in crops.items() if box},
    }


def _newspic(
    article: Article, addresses: Mapping[str, str], media_ids: Mapping[str, str]
) -> dict[str, Any]:
    images = [{"image_media_id": media_ids[shown.key]} for shown in article.images]
    return {"content": plain_text(article.html), "image_info": {"image_list": images}}


def _images(*shown: Picture | None) -> tuple[Material, ...]:
    keys = dict.fromkeys(one.key for one in shown if one is not None)
    return tuple(Material(key=key, type="image") for key in keys)


def _voice(article: Article) -> tuple[Material, ...]:
    return (Material(key=article.media.key, type="voice"),) if article.media else ()


def _video(article: Article) -> tuple[Material, ...]:
    if article.media is None:
        return ()
    description = article.digest or plain_text(article.html)[:INTRODUCTION]
    return (
        Material(key=article.media.key, type="video", title=article.title, description=description),
    )


_MATERIALS: Final[dict[ArticleKind, Callable[[Article], tuple[Material, ...]]]] = {
    ArticleKind.NEWS: lambda article: _images(article.cover),
    ArticleKind.NEWSPIC: lambda article: _images(*article.images),
    ArticleKind.AUDIO: _voice,
    ArticleKind.VIDEO: _video,
}

_ENTRIES: Final = {ArticleKind.NEWS: _news, ArticleKind.NEWSPIC: _newspic}
