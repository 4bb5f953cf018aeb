"""Bodies that WeChat has signed: whatever a follower has put into one, it is read, or known to be unreadable."""

import json

import pytest

from chalicelib.wechat import messages as m
from chalicelib.wechat.body import parse
from chalicelib.wechat.callback_errors import Malformed
from chalicelib.wechat.envelope import signed
from chalicelib.wechat.parse import typed

HEAD = (
    b"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oA]]></FromUserName>"
    b"<CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType>"
)
TAIL = b"<MsgId>77</MsgId></xml>"


def xml(content: bytes) -> bytes:
    return HEAD + b"<Content><![CDATA[" + content + b"]]></Content>" + TAIL


def as_json(content: bytes) -> bytes:
    return (
        b'{"ToUserName":"gh_1","FromUserName":"oA","CreateTime":1700000000,"MsgType":"text","MsgId":77,"Content":"'
        + content
        + b'"}'
    )


def said(body: bytes) -> str:
    push = typed(signed(body))
    assert isinstance(push, m.Text)
    assert (push.to_user, push.from_user, push.key) == ("gh_1", "oA", "M#77")
    return push.content


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ("发票\x1d丢了".encode(), "发票丢了"),
        ("\x02你好".encode(), "你好"),
        ("\ufffe你\uffff好".encode(), "你好"),
        (b"\x00" + "好".encode(), "好"),
        (b"a]]>b", "a]]>b"),
        (b"<a><![CDATA[x]]></a>", "<a><![CDATA[x]]></a>"),
        (b"]]>", "]]>"),
        (b"]]]]>>", "]]]]>>"),
        ("税".encode() + b"\xe4\xbd", "税"),
        (b"\xff\xfe" + "税".encode(), "税"),
        (b"\xed\xa0\xbd" + "税".encode(), "税"),
        (b"\xed\xa0\xbd\xed\xb8\x80", "😀"),
        (b"\xc0\x80" + "税".encode(), "税"),
        (b"]]>\x1d]]>\xe4", "]]>]]>"),
        (b"x]]></Content>", "x]]></Content>"),
        ("\u009b2J\u202e".encode(), "\u009b2J\u202e"),
        (b"1 < 2 && 3 > 2 &nbsp; &#x1d;", "1 < 2 && 3 > 2 &nbsp; &#x1d;"),
        (b"\ttab\nline", "\ttab\nline"),
    ],
)
def test_a_text_in_xml_is_read_whatever_stands_in_it(content, read):
    assert said(xml(content)) == read


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"a\x1db", "ab"),
        (b"a\tb\nc\r", "a\tb\nc\r"),
        (rb"\u001d\u0000" + "税".encode(), "税"),
        (rb"a\ud83d", "a"),
        (rb"\ude00a", "a"),
        (rb"\ud83d\ude00", "😀"),
        (rb"\ufffe\uffff" + "税".encode(), "税"),
        ("税".encode() + b"\xe4\xbd", "税"),
        (b"\xed\xa0\xbd\xed\xb8\x80", "😀"),
        (rb"\u001b[31m", "[31m"),
        (rb"a\\b", "a\\b"),
        (rb"]]>", "]]>"),
    ],
)
def test_a_text_in_json_is_read_whatever_stands_in_it(content, read):
    assert said(as_json(content)) == read


@pytest.mark.parametrize(
    "body",
    [
        as_json("税".encode()).replace(b'"}', b'"'),
        as_json("税".encode()).replace(b",", b",,", 1),
        as_json("税".encode()) + b"}",
        as_json("税".encode()).replace(b'{"To', b'{x "To'),
    ],
)
def test_json_that_is_broken_between_its_fields_is_read_field_by_field(body):
    assert said(body) == "税"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\n ", b"\r\n\t"])
@pytest.mark.parametrize("body", [xml("税".encode()), as_json("税".encode())])
def test_a_byte_order_mark_or_a_blank_before_a_body_changes_nothing(mark, body):
    assert said(mark + body) == "税"


@pytest.mark.parametrize("broken", [b"</Fromme>", b"</FromUserName", b"", b"<FromUserName>"])
def test_a_damaged_end_costs_no_other_field(broken):
    assert said(xml("税".encode()).replace(b"</FromUserName>", broken)) == "税"


def test_numbers_and_entities_outside_cdata_are_read():
    body = HEAD + b"<Content>1 &lt; 2 &amp; \x1d&#x7A0E;&#29;</Content>" + TAIL
    assert said(body) == "1 < 2 & 税"


def test_a_text_without_cdata_may_hold_tags():
    assert said(HEAD + b"<Content>1<b>2</b> < 3</Content>" + TAIL) == "1<b>2</b> < 3"


STOLEN = (
    b"]]></Content><FromUserName><![CDATA[oVictim]]></FromUserName><MsgId>5</MsgId>"
    b"<bizmsgmenuid>rate:x</bizmsgmenuid><Content><![CDATA["
)


@pytest.mark.parametrize("more", [b"", b"]]>", b"\x1d", b"\xe4", b"<"])
def test_a_follower_cannot_write_the_fields_of_a_push(more):
    body = xml(STOLEN + more)
    push = typed(signed(body))
    assert isinstance(push, m.Text)
    assert (push.from_user, push.key, push.menu_id) == ("oA", "M#77", None)
    assert "oVictim" in push.content


@pytest.mark.parametrize("more", [b"", b"\x1d"])
def test_a_tapped_menu_entry_is_read_beside_odd_text(more):
    body = HEAD + b"<Content><![CDATA[x" + more + b"]]></Content>"
    push = typed(signed(body + b"<MsgId>77</MsgId><bizmsgmenuid>101</bizmsgmenuid></xml>"))
    assert isinstance(push, m.Text)
    assert (push.menu_id, push.content) == ("101", "x")


def test_the_parts_of_an_event_are_read_one_by_one():
    body = (
        b"<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>1</CreateTime>"
        b"<MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event><MsgID>1</MsgID><Status>send success\x02</Status>"
        b"<ArticleUrlResult><ResultList><item><ArticleIdx>1</ArticleIdx><ArticleUrl>u</ArticleUrl></item>"
        b"<item><ArticleIdx>2</ArticleIdx><ArticleUrl><![CDATA[v]]>w]]></ArticleUrl></item></ResultList>"
        b"</ArticleUrlResult></xml>"
    )
    urls = signed(body)["ArticleUrlResult"]["ResultList"]["item"]
    assert urls[0] == {"ArticleIdx": "1", "ArticleUrl": "u"}
    assert urls[1]["ArticleIdx"] == "2"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"[1]",
        b"{",
        b'"x"',
        b"null",
        b"<xml>text</xml>",
        b"<other><A>1</A></other>",
        b"{" + b'"a":{' * 5000,
        b"<xml>" + b"<a>" * 5000,
        b'{"a":' + b"9" * 5000 + b"}",
        bytes(range(256)) * 4,
    ],
)
def test_a_body_without_fields_has_none(body):
    assert not {"FromUserName", "MsgId"} & signed(body).keys()


@pytest.mark.parametrize(
    "body",
    [
        b"<xml>" + b"".join(b"<a%d>x</a%d>" % (n, n) for n in range(50_000)) + b"\x1d</xml>",
        b"<xml>" + b"<Content>" * 100_000 + b"</xml>",
        b"<xml>" + b"<Content>x</Content>" * 40_000 + b"</xml>",
        b"<xml>" + b"<" * 1_000_000 + b"</xml>",
        b"<xml><Title><![CDATA[" + b"]]>" * 300_000 + b"</xml>",
        b"{" + b'"\\ud83d":1,' * 80_000 + b'"a":1}',
    ],
    ids=["elements", "open", "repeated", "brackets", "ends", "keys"],
)
def test_reading_one_by_one_has_an_end(body):
    assert isinstance(signed(body), dict)


def test_a_document_type_is_never_read():
    body = (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Content>&e;</Content></xml>'
    )
    with pytest.raises(Malformed):
        parse(body)
    assert "root" not in json.dumps(signed(body))
