"""What is read by one expression is read as the parser reads it."""

import copy

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.wechat import usual
from chalicelib.wechat.body import parse
from chalicelib.wechat.callback_errors import Malformed
from chalicelib.wechat.envelope import signed
from chalicelib.wechat.parse import typed
from chalicelib.wechat.text import Text

_MESSAGE = (
    "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>{gap}"
    "<FromUserName><![CDATA[oA-b_9]]></FromUserName>{gap}<CreateTime>1764000000</CreateTime>{gap}"
    "<MsgType><![CDATA[{kind}]]></MsgType>{gap}<Content><![CDATA[{content}]]></Content>{gap}"
    "<MsgId>23000000000000001</MsgId>{gap}{more}</xml>"
)
_BREAKS = st.sampled_from(
    [
        "]",
        "]]",
        "]]>",
        ">",
        "<",
        "&",
        "&amp;",
        "\r",
        "\n",
        "\t",
        "\x00",
        "\x0b",
        "\ufffe",
        "\u2028",
        "]]></Content>",
        "<Content><![CDATA[",
        "</xml>",
        "<![CDATA[",
        "😀",
        "発票",
        "\x7f",
        "\x85",
    ]
)
_CONTENTS = st.lists(st.one_of(st.text(max_size=5), _BREAKS), max_size=8).map("".join)


def _message(content="个税怎么交", *, kind="text", gap="", more=""):
    text = _MESSAGE.format(content=content, kind=kind, gap=gap, more=more)
    return text.encode("utf-8", "surrogatepass")


@given(content=_CONTENTS, gap=st.sampled_from(["", "\n", "\r\n", "  "]))
@example(content="[微笑] 谢谢", gap="\n")
@example(content="]]></Content><MsgId>1</MsgId><Content><![CDATA[", gap="")
def test_a_text_is_read_as_the_parser_reads_it_or_left_to_it(content, gap):
    message = _message(content, gap=gap)
    read = usual.text_message(message)
    if read is not None:
        fields, push = read
        assert list(fields.items()) == list(parse(message).items())
        assert fields == signed(message)
        assert push is None or push == typed(fields)


@given(
    to_user=st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True),
    from_user=st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True),
    created=st.from_regex(r"[0-9]{1,15}", fullmatch=True),
    content=st.one_of(
        _CONTENTS, st.sampled_from(["【收到不支持的消息类型】", " [语音]", "[微笑]"])
    ),
    msg_id=st.from_regex(r"[0-9]{1,30}", fullmatch=True),
)
@example(to_user="a" * 257, from_user="b", created="1", content="", msg_id="1")
@example(to_user="a", from_user="b" * 257, created="1", content="", msg_id="1")
@example(to_user="a" * 256, from_user="b" * 256, created="9" * 12, content="", msg_id="1")
@example(to_user="a", from_user="b", created=str(2**40), content="", msg_id="1")
def test_a_text_read_at_once_is_the_one_that_the_validator_makes(
    to_user, from_user, created, content, msg_id
):
    parts = {"gh_0123456789ab": to_user, "oA-b_9": from_user, "1764000000": created}
    message = _message(content).decode("utf-8", "surrogatepass")
    for old, new in (parts | {"23000000000000001": msg_id}).items():
        message = message.replace(old, new, 1)
    read = usual.text_message(message.encode("utf-8", "surrogatepass"))
    if read is None or read[1] is None:
        return
    fields, push = read
    checked = typed(fields)
    assert type(checked) is Text
    assert push == checked
    assert push.model_dump() == checked.model_dump()
    assert push.model_dump_json(by_alias=True) == checked.model_dump_json(by_alias=True)
    assert push.model_fields_set == checked.model_fields_set
    assert push.key == checked.key
    assert copy.deepcopy(push) == checked


@pytest.mark.parametrize("content", ["个税怎么交", "[微笑]", "a\nb", "", "]] >", "<b>&amp;</b>"])
def test_what_people_write_is_read_at_once(content):
    read = usual.text_message(_message(content, gap="\n"))
    assert read is not None
    assert read[0]["Content"] == content


def test_a_text_that_may_stand_for_another_message_is_left_to_a_closer_look():
    for content in ("【收到不支持的消息类型，暂无法显示】", " [语音]", "[微笑]"):
        read = usual.text_message(_message(content))
        assert read is not None
        assert read[1] is None
    read = usual.text_message(_message("个税怎么交"))
    assert read is not None
    assert read[1] is not None


def test_a_tapped_link_is_read_with_its_id():
    more = "<bizmsgmenuid><![CDATA[page:said-3-0f.x:2]]></bizmsgmenuid>"
    read = usual.text_message(_message(more=more))
    assert read is not None
    assert read == (signed(_message(more=more)), None)
    assert read[0]["bizmsgmenuid"] == "page:said-3-0f.x:2"


@pytest.mark.parametrize(
    "message",
    [
        _message("a\rb"),
        _message("a\x01b"),
        _message("]]>"),
        _message(kind="image"),
        _message(more="<MsgDataId>1</MsgDataId>"),
        _message()[:-1],
        b"\xff" + _message(),
        _message("\ud83d"),
        b'{"MsgType":"text"}',
        b"",
    ],
)
def test_everything_else_is_left_to_the_parser(message):
    assert usual.text_message(message) is None


@given(
    gap=st.sampled_from(["", "\n", " "]),
    encrypted=st.from_regex(rb"[A-Za-z0-9+/]{1,64}={0,2}", fullmatch=True),
)
def test_the_encrypted_part_is_that_of_the_parser(gap, encrypted):
    body = (
        b"<xml><ToUserName><![CDATA[gh_1]]></ToUserName>%b<Encrypt><![CDATA[%b]]></Encrypt>%b</xml>"
    )
    whole = body % (gap.encode(), encrypted, gap.encode())
    assert usual.encrypted(whole) == parse(whole)["Encrypt"]


@pytest.mark.parametrize(
    "body",
    [
        b"<xml><Encrypt><![CDATA[YQ==]]></Encrypt><ToUserName><![CDATA[gh_1]]></ToUserName></xml>",
        b"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt>YQ==</Encrypt></xml>",
        b"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[]]></Encrypt></xml>",
        b'{"Encrypt":"YQ=="}',
    ],
)
def test_another_body_is_left_to_the_parser(body):
    assert usual.encrypted(body) is None


def test_a_broken_body_is_still_malformed():
    with pytest.raises(Malformed):
        parse(b"<xml><ToUserName>")
