"""Articles as editors write them go through the platform's own checks of a draft (sheet §2.4), unchanged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from chalicelib.newsroom import Composed, compose, draft_article, read_file, uploads
from tests.unit.newsroom.images import image
from tests.unit.newsroom.samples import NAMES, laid_out

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {path.stem: path for path in laid_out(tmp_path_factory.mktemp("samples"))}


def drafted(served, composed: Composed) -> dict:
    """Upload what it needs, make the draft, and give back what the platform keeps."""
    wanted = uploads(composed.article)
    addresses = {
        key: served.upload("media/uploadimg", "", composed.files[key], key.rsplit("/", 1)[-1])[
            "url"
        ]
        for key in wanted.body_pictures
    }
    media_ids = {
        one.key: served.upload(
            "material/add_material", one.type, composed.files[one.key], one.key.rsplit("/", 1)[-1]
        )["media_id"]
        for one in wanted.materials
    }
    entry = draft_article(composed.article, addresses, media_ids)
    media_id = served.post("draft/add", {"articles": [entry]})["media_id"]
    [kept] = served.post("draft/get", {"media_id": media_id})["news_item"]
    return {"sent": entry, "kept": kept}


@pytest.mark.parametrize("name", NAMES)
def test_the_platform_takes_it_and_strips_nothing(served, files, name: str) -> None:
    made = drafted(served, read_file(files[name], today=TODAY))
    for field in ("title", "author", "digest", "content_source_url"):
        assert made["kept"][field] == made["sent"][field]
    sent, kept = (BeautifulSoup(made[one]["content"], "html.parser") for one in ("sent", "kept"))
    assert str(kept) == str(sent)


def test_a_newspic_is_taken_with_its_pictures_in_order(served) -> None:
    text = "---\ntitle: 税收宣传月\nkind: 贴图\nimages:\n- a.png\n- b.png\n---\n**一起** & 看看\n\n第二段"
    pictures = {"a.png": image(), "b.png": image(colour="red")}
    made = drafted(served, compose(text, pictures.get))
    assert made["kept"]["article_type"] == "newspic"
    assert made["kept"]["image_info"] == made["sent"]["image_info"]
    assert made["sent"]["content"] == "一起 & 看看\n第二段"


def test_the_last_article_that_fits_is_taken_and_the_next_is_refused_here(served) -> None:
    head = "---\ntitle: 题\ncover: a.png\n---\n"
    files = {"a.png": image()}
    room = 19_999 - len(compose(head + "长", files.get).article.html) + 1
    assert drafted(served, compose(head + "长" * room, files.get))["kept"]["title"] == "题"
    with pytest.raises(Exception, match="须少于 20,000"):
        compose(head + "长" * (room + 1), files.get)
