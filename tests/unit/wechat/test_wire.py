"""What the client puts on the wire, where wechatpy has it wrong or not at all (sheet §5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from chalicelib.wechat.token import TokenKeeper
from tests.cloud.wechat.stub import APPID, TOKEN, WeChat, wechat_stub

DRAFT = "/cgi-bin/draft/add"


class _Given(TokenKeeper):
    """A token that is there already: these tests need no table."""

    def current(self) -> str:
        return TOKEN


@pytest.fixture
def wechat() -> Iterator[WeChat]:
    with wechat_stub(keeper=_Given) as stub:
        yield stub


def test_draft_articles_travel_whole(wechat: WeChat) -> None:
    wechat.answer(DRAFT, {"media_id": "M"})
    article = {
        "article_type": "newspic",
        "title": "题",
        "content": "文",
        "need_open_comment": True,
        "pic_crop_235_1": "0_0_1_1",
        "image_info": {"image_list": [{"image_media_id": "I"}]},
    }
    wechat.client.draft.add([article])
    assert wechat.body == {"articles": [article | {"need_open_comment": 1}]}
    wechat.answer("/cgi-bin/draft/update")
    wechat.client.draft.update("M", 0, article)
    assert wechat.body["articles"]["article_type"] == "newspic"


def test_a_videos_description_is_a_form_field_in_utf8(wechat: WeChat) -> None:
    wechat.answer("/cgi-bin/material/add_material", {"media_id": "M"})
    wechat.client.material.add("video", ("a.mp4", b"v", "video/mp4"), "标题", "简介")
    assert 'name="description"' in wechat.calls[0].body.decode("utf-8")
    assert (
        json.dumps({"title": "标题", "introduction": "简介"}, ensure_ascii=False).encode()
        in wechat.calls[0].body
    )


MASS = "/cgi-bin/message/mass/"


@pytest.mark.parametrize(
    ("call", "path", "body"),
    [
        (
            lambda m: m.send_mass_article(
                "M", is_to_all=True, client_msg_id="d1", send_ignore_reprint=True
            ),
            "sendall",
            {
                "filter": {"is_to_all": True},
                "msgtype": "mpnews",
                "mpnews": {"media_id": "M"},
                "send_ignore_reprint": 1,
                "clientmsgid": "d1",
            },
        ),
        (
            lambda m: m.send_mass_text("文", 7, client_msg_id="d2"),
            "sendall",
            {
                "filter": {"is_to_all": False, "tag_id": 7},
                "msgtype": "text",
                "text": {"content": "文"},
                "send_ignore_reprint": 0,
                "clientmsgid": "d2",
            },
        ),
        (
            lambda m: m.send_mass_article("M", ["o1", "o2"]),
            "send",
            {
                "touser": ["o1", "o2"],
                "msgtype": "mpnews",
                "mpnews": {"media_id": "M"},
                "send_ignore_reprint": 0,
            },
        ),
        (
            lambda m: m.send_mass_article("M", "a-wechat-name", preview=True),
            "preview",
            {"towxname": "a-wechat-name", "msgtype": "mpnews", "mpnews": {"media_id": "M"}},
        ),
        (
            lambda m: m.send_mass_article("M", "o" * 28, preview=True),
            "preview",
            {"touser": "o" * 28, "msgtype": "mpnews", "mpnews": {"media_id": "M"}},
        ),
        (lambda m: m.get_mass(9), "get", {"msg_id": 9}),
        (lambda m: m.delete_mass(9, 2), "delete", {"msg_id": 9, "article_idx": 2}),
        (lambda m: m.delete_mass(url="http://x"), "delete", {"url": "http://x"}),
        (lambda m: m.get_mass_speed(), "speed/get", {}),
        (lambda m: m.set_mass_speed(3), "speed/set", {"speed": 3}),
    ],
)
def test_mass_calls_on_the_wire(wechat: WeChat, call: object, path: str, body: object) -> None:
    wechat.answer(MASS + path)
    call(wechat.client.message)  # type: ignore[operator]
    assert wechat.body == body


@pytest.mark.parametrize(
    "call",
    [
        lambda m: m.send_mass_article("M"),
        lambda m: m.send_mass_article("M", 7, is_to_all=True),
        lambda m: m.send_mass_article("M", is_to_all=True, client_msg_id="x" * 65),
        lambda m: m.send_mass_article("M", is_to_all=True, client_msg_id="期"),
        lambda m: m.delete_mass(),
    ],
)
def test_an_ambiguous_mass_call_never_leaves(wechat: WeChat, call: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        call(wechat.client.message)  # type: ignore[operator]
    assert wechat.calls == []


@pytest.mark.parametrize(
    ("call", "path", "body"),
    [
        (
            lambda c: c.message.send_typing("o1"),
            "/cgi-bin/message/custom/typing",
            {"touser": "o1", "command": "Typing"},
        ),
        (
            lambda c: c.message.send_published_article("o1", "A"),
            "/cgi-bin/message/custom/send",
            {"touser": "o1", "msgtype": "mpnewsarticle", "mpnewsarticle": {"article_id": "A"}},
        ),
        (
            lambda c: c.openapi.get_quota("/cgi-bin/draft/add"),
            "/cgi-bin/openapi/quota/get",
            {"cgi_path": "/cgi-bin/draft/add"},
        ),
        (lambda c: c.openapi.clear_quota(), "/cgi-bin/clear_quota", {"appid": APPID}),
        (
            lambda c: c.openapi.clear_api_quota("/cgi-bin/draft/add"),
            "/cgi-bin/openapi/quota/clear",
            {"cgi_path": "/cgi-bin/draft/add"},
        ),
        (lambda c: c.openapi.get_rid("1-2"), "/cgi-bin/openapi/rid/get", {"rid": "1-2"}),
        (
            lambda c: c.misc.check_network(),
            "/cgi-bin/callback/check",
            {"action": "all", "check_operator": "DEFAULT"},
        ),
        (
            lambda c: c.datacube.ask("getbizsummary", "2026-01-01", date(2026, 1, 30)),
            "/datacube/getbizsummary",
            {"begin_date": "2026-01-01", "end_date": "2026-01-30"},
        ),
    ],
)
def test_what_wechatpy_lacks_on_the_wire(
    wechat: WeChat, call: object, path: str, body: object
) -> None:
    wechat.answer(path)
    call(wechat.client)  # type: ignore[operator]
    assert wechat.body == body


def test_wechats_addresses(wechat: WeChat) -> None:
    for path in ("/cgi-bin/getcallbackip", "/cgi-bin/get_api_domain_ip"):
        wechat.answer(path, {"ip_list": ["203.0.113.1"]}, method="GET")
    assert wechat.client.misc.get_wechat_ips() == ["203.0.113.1"]
    assert wechat.client.misc.get_api_domain_ips() == ["203.0.113.1"]
