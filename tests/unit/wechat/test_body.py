"""Strangers' XML and JSON."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.wechat.body import parse
from chalicelib.wechat.callback_errors import Malformed


def test_repeated_elements_become_a_list_and_nested_ones_fields():
    body = b"<xml><A><![CDATA[x]]></A><L><item><U>1</U></item><item><U>2</U></item></L><E/></xml>"
    assert parse(body) == {"A": "x", "L": {"item": [{"U": "1"}, {"U": "2"}]}, "E": ""}


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml><A>1</A></xml>',
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><A>&e;</A></xml>',
        b"<xml><A>&undefined;</A></xml>",
        b"<xml>" + b"<a>" * 50 + b"</a>" * 50 + b"</xml>",
        b"<xml><A>1</A>",
        b"<other><A>1</A></other>",
        b"<xml>text</xml>",
        b'<?xml version="1.0" encoding="no-such"?><xml><A>1</A></xml>',
        b"\xff\xfe<xml>",
        b"",
        b"[1]",
        b"{",
        b'{"a":"\\ud800"}',
        b"{" + b'"a":{' * 5000,
    ],
)
def test_what_is_no_push_is_malformed(body):
    with pytest.raises(Malformed):
        parse(body)


@given(
    st.binary()
    | st.text().map(str.encode)
    | st.text().map(lambda s: f"<xml>{s}</xml>".encode("utf-8", "replace"))
)
def test_no_input_raises_anything_but_malformed(body):
    with suppress(Malformed):
        assert isinstance(parse(body), dict)
