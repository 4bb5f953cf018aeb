"""The demo's rules, menus and articles are what the product and WeChat take."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from PIL import Image

from chalicelib import catalogue, conversation, knowledge
from chalicelib.application.service_replies import told_of
from chalicelib.clock import utc_now
from chalicelib.conversation import Matcher
from chalicelib.newsroom import read_file
from chalicelib.wechat.replies import TextReply
from demo.accounts import ALL, CITY, COUNTY, HERE, PROVINCE, Demo

ARTICLES = sorted((HERE / "articles").glob("*.md"))


@pytest.mark.parametrize("demo", ALL, ids=lambda demo: demo.id)
def test_the_rules_import_without_a_warning(demo: Demo) -> None:
    read = conversation.rules_file.read(demo.rules.name, demo.rules.read_bytes())
    assert read.warnings == ()
    assert len(read.rules.rules) >= {PROVINCE: 40, CITY: 12, COUNTY: 4}[demo]


@pytest.mark.parametrize("demo", ALL, ids=lambda demo: demo.id)
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.yaml"])
def test_the_rules_survive_every_format(demo: Demo, name: str) -> None:
    rules = conversation.rules_file.read(demo.rules.name, demo.rules.read_bytes()).rules
    assert (
        conversation.rules_file.read(name, conversation.rules_file.write(name, rules)).rules
        == rules
    )


@pytest.mark.parametrize("demo", ALL, ids=lambda demo: demo.id)
def test_every_menu_key_is_answered_and_every_suggestion_too(demo: Demo) -> None:
    rules = conversation.rules_file.read(demo.rules.name, demo.rules.read_bytes()).rules
    menu = yaml.safe_load(demo.menu.read_text())["button"]
    buttons = [sub for top in menu for sub in top.get("sub_button", [top])]
    keys = {one["key"] for one in buttons if one["type"] == "click"}
    assert keys - {conversation.COUNTER_KEY} <= set(rules.menu)
    assert len(menu) <= 3
    matcher = Matcher(rules.rules)
    said = [rules.follow, *rules.scenes.values(), *rules.menu.values(), *rules.rules]
    for question in [word for one in said if one for word in _suggested(one.replies)]:
        assert matcher.all(question), question


def _suggested(replies: tuple[object, ...]) -> list[str]:
    texts = [reply.content for reply in replies if isinstance(reply, TextReply)]
    return [
        part.split("&", maxsplit=1)[0]
        for text in texts
        for part in text.split("msgmenucontent=")[1:]
    ]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_articles_are_accepted_with_their_covers(path: Path) -> None:
    article = read_file(path).article
    assert article.author
    assert article.digest
    cover = HERE / "articles" / "pictures" / f"{path.stem}.jpg"
    assert cover.stat().st_size <= 150 * 1024
    with Image.open(cover) as image:
        assert image.size == (900, 383)


def test_there_are_three_articles() -> None:
    assert len(ARTICLES) == 3


def test_the_services_import_without_a_warning_and_leave_questions_to_their_answers() -> None:
    body = PROVINCE.services.read_bytes()
    read = catalogue.files.read(PROVINCE.services.name, body, regions=["云岭省"])
    assert read.problems == ()
    assert len(read.services) == 95
    assert len({one.category for one in read.services}) == 6
    assert all(
        one.steps and one.materials and one.entrances and one.duration for one in read.services
    )
    book = conversation.ServiceBook([told_of(one) for one in read.services])
    asked = knowledge.files.read_faq(PROVINCE.faq.name, PROVINCE.faq.read_bytes()).kept
    taken = [
        question
        for one in asked
        for question in (one.question, *one.variants)
        if (found := book.called(question, utc_now()))
        and len(found[1].keyword) * 2 >= len(question)
    ]
    assert taken == ["服务贸易对外支付税务备案"]  # the very name of a service
