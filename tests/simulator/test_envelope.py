"""The official test vectors (sheet §1.2) and what must not open."""

import base64

import pytest

from wechat_simulator.wire.crypto import EnvelopeError, seal, sign, unseal
from wechat_simulator.wire.xml import MalformedXmlError, parse

TOKEN, KEY, APPID = "AAAAA", "A" * 43, "wxba5fad812f8e6fb9"
PUSHED = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcv"
    "ZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3F"
    "n2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSe"
    "OBrebufAlr7F9mFUPAJGj04="
)
ANSWERED = (
    "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
)


@pytest.mark.parametrize(
    ("parts", "signature"),
    [
        (("1714036504", "1514711492"), "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        (("1714037059", "486452656"), "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
        (("1714112445", "415670741", PUSHED), "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"),
        (("1713424427", "415670741", ANSWERED), "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"),
    ],
)
def test_signatures_are_those_of_the_official_vectors(parts, signature):
    assert sign(TOKEN, *parts) == signature


def test_the_official_push_opens_to_167_bytes_of_json():
    opened = unseal(PUSHED, KEY, APPID)
    assert len(opened.encode()) == 167
    assert opened.startswith("{") and "demo" in opened


def test_the_official_reply_is_sealed_byte_for_byte():
    sealed = seal('{"demo_resp":"good luck"}', KEY, APPID, prefix=b"707722b803182950")
    assert sealed == ANSWERED


@pytest.mark.parametrize("length", range(1, 70))
def test_every_length_opens_again(length):
    message = "税" * length
    assert unseal(seal(message, KEY, APPID), KEY, APPID) == message


def test_another_accounts_ciphertext_is_refused():
    with pytest.raises(EnvelopeError, match="another appid"):
        unseal(seal("hello", KEY, "wx-somebody-else"), KEY, APPID)


@pytest.mark.parametrize(
    ("sealed", "why"),
    [
        ("不是密文", "base64"),
        ("", "blocks"),
        (base64.b64encode(b"x" * 17).decode(), "blocks"),
        (base64.b64encode(b"x" * 32).decode(), "padding"),
    ],
)
def test_what_was_never_sealed_does_not_open(sealed, why):
    with pytest.raises(EnvelopeError, match=why):
        unseal(sealed, KEY, APPID)


def test_a_key_of_the_wrong_length_is_named():
    with pytest.raises(EnvelopeError, match="43 characters"):
        seal("x", "short", APPID)


def test_a_repeated_element_becomes_a_list():
    assert parse("<xml><a>1</a><a>2</a><a>3</a></xml>") == {"a": ["1", "2", "3"]}


@pytest.mark.parametrize(
    "text", ["", "oops", "<xml>", "<html/>", '<!DOCTYPE x [<!ENTITY a "b">]><xml><a>&a;</a></xml>']
)
def test_what_is_no_wechat_document_is_refused(text):
    with pytest.raises(MalformedXmlError):
        parse(text)
