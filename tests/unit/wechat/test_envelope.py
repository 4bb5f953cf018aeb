"""The callback's envelope against WeChat's own test vectors (sheet §1.2) and against tampering."""

import base64
from hashlib import sha1

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.wechat.body import parse
from chalicelib.wechat.callback_errors import (
    ForeignApp,
    Forged,
    Malformed,
    Refused,
    Stale,
    TooLarge,
)
from chalicelib.wechat.envelope import MAX_BODY, Envelope, Opened

TOKEN, KEY, APPID = "AAAAA", "A" * 43, "wxba5fad812f8e6fb9"
OTHER_KEY = "B" * 42 + "E"
ENCRYPT = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsX"
    "UnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajA"
    "sjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)


def envelope(*keys: str, appid: str = APPID, encrypted_only: bool = True) -> Envelope:
    return Envelope(TOKEN, appid, keys or (KEY,), encrypted_only=encrypted_only)


def signature(*parts: str) -> str:
    return sha1("".join(sorted((TOKEN, *parts))).encode(), usedforsecurity=False).hexdigest()


def sealed_push(
    by: Envelope, message: str, key: int = 0, now: int = 1000
) -> tuple[dict[str, str], bytes]:
    """A push as WeChat would send it, made with our own seal."""
    answer = parse(by.seal(message, Opened({}, False, by._ciphers[key]), now, bytes).encode())
    query = {
        "timestamp": answer["TimeStamp"],
        "nonce": answer["Nonce"],
        "msg_signature": answer["MsgSignature"],
        "encrypt_type": "aes",
    }
    body = f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{answer['Encrypt']}</Encrypt></xml>"
    return query, body.encode()


def test_the_official_get_verification_returns_its_echostr():
    query = {
        "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
        "timestamp": "1714036504",
        "nonce": "1514711492",
        "echostr": "4375120948345356249",
    }
    assert envelope().verify(query, 1714036504) == "4375120948345356249"


def test_the_official_plaintext_signature_is_accepted():
    query = {
        "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78",
        "timestamp": "1714037059",
        "nonce": "486452656",
    }
    opened = envelope(encrypted_only=False).open(query, b"<xml><A>1</A></xml>", 1714037059)
    assert (opened.fields, opened.cipher) == ({"A": "1"}, None)


@pytest.mark.parametrize(
    "body",
    [
        f'{{"ToUserName":"gh_1","Encrypt":"{ENCRYPT}"}}',
        f"<xml><Encrypt><![CDATA[{ENCRYPT}]]></Encrypt></xml>",
    ],
)
def test_the_official_safe_mode_push_opens_from_json_and_from_xml(body):
    query = {
        "msg_signature": "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
        "timestamp": "1714112445",
        "nonce": "415670741",
        "encrypt_type": "aes",
    }
    opened = envelope().open(query, body.encode(), 1714112445)
    assert opened.json
    assert opened.fields["Event"] == "debug_demo"


def test_the_official_reply_is_sealed_to_the_letter():
    given_random = b"707722b803182950" + (415670741).to_bytes(6, "big")
    opened = Opened({}, True, envelope()._ciphers[0])
    answer = parse(
        envelope()
        .seal('{"demo_resp":"good luck"}', opened, 1713424427, lambda number: given_random[:number])
        .encode()
    )
    assert answer == {
        "Encrypt": "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==",
        "MsgSignature": "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
        "TimeStamp": 1713424427,
        "Nonce": "415670741",
    }


@given(
    st.text(
        alphabet=st.characters(
            blacklist_categories=["Cs", "Cc"], blacklist_characters="<&\ufffe\uffff"
        )
    )
)
def test_what_is_sealed_opens(text):
    text = " ".join(text.split())
    query, body = sealed_push(
        envelope(), f"<xml><Content>{text.replace('>', '')}</Content><B/></xml>"
    )
    assert envelope().open(query, body, 1000).fields["Content"] == text.replace(">", "")


@given(st.data())
def test_any_changed_byte_of_what_is_signed_is_refused(data):
    query, body = sealed_push(envelope(), "<xml><A>1</A></xml>")
    part = data.draw(st.sampled_from(["Encrypt", "timestamp", "nonce", "msg_signature"]))
    value = parse(body)["Encrypt"] if part == "Encrypt" else query[part]
    at = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEFabcdef+/=").filter(lambda c: c != value[at]))
    changed = value[:at] + other + value[at + 1 :]
    if part == "Encrypt":
        body = body.replace(value.encode(), changed.encode())
    else:
        query[part] = changed
    with pytest.raises(Refused):
        envelope().open(query, body, 1000)


@given(
    st.binary(max_size=200),
    st.dictionaries(
        st.sampled_from(["timestamp", "nonce", "msg_signature", "signature", "encrypt_type"]),
        st.text(max_size=20),
    ),
)
def test_nothing_a_stranger_sends_raises_anything_but_a_refusal(body, query):
    for account in (envelope(), envelope(encrypted_only=False)):
        with pytest.raises(Refused):
            account.open(query, body, 1000)


@given(st.binary(max_size=120))
def test_signed_rubbish_is_refused_too(data):
    encrypted = base64.b64encode(data).decode()
    query = {"timestamp": "1000", "nonce": "n", "encrypt_type": "aes"}
    query["msg_signature"] = signature("1000", "n", encrypted)
    with pytest.raises(Refused):
        envelope().open(query, f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode(), 1000)


def test_after_a_rotation_the_previous_key_still_opens_and_seals_the_answer():
    query, body = sealed_push(envelope(OTHER_KEY), "<xml><A>1</A></xml>")
    rotated = envelope(KEY, OTHER_KEY)
    opened = rotated.open(query, body, 1000)
    assert opened.fields == {"A": "1"}
    answer = parse(rotated.seal("<xml><B>2</B></xml>", opened, 1000).encode())
    reader = envelope(OTHER_KEY)
    assert parse(reader._decrypt(answer["Encrypt"])[0]) == {"B": "2"}


def test_a_push_for_another_appid_is_refused_by_name():
    query, body = sealed_push(envelope(appid="wx0000000000000000"), "<xml><A>1</A></xml>")
    with pytest.raises(ForeignApp):
        envelope().open(query, body, 1000)


@pytest.mark.parametrize("now", [1000 - 601, 1000 + 601])
def test_a_timestamp_more_than_ten_minutes_off_is_refused(now):
    query, body = sealed_push(envelope(), "<xml><A>1</A></xml>")
    with pytest.raises(Stale):
        envelope().open(query, body, now)


@pytest.mark.parametrize("now", [1000 - 600, 1000 + 600])
def test_a_timestamp_ten_minutes_off_is_still_read(now):
    query, body = sealed_push(envelope(), "<xml><A>1</A></xml>")
    assert envelope().open(query, body, now).fields == {"A": "1"}


def test_in_safe_mode_a_plaintext_push_with_a_valid_signature_is_refused():
    query = {"timestamp": "1000", "nonce": "n", "signature": signature("1000", "n")}
    with pytest.raises(Malformed):
        envelope().open(query, b"<xml><MsgType>text</MsgType></xml>", 1000)


def test_in_safe_mode_the_plain_signature_does_not_stand_in_for_msg_signature():
    query, body = sealed_push(envelope(), "<xml><A>1</A></xml>")
    query["signature"] = signature(query["timestamp"], query["nonce"])
    query["msg_signature"] = query["signature"]
    with pytest.raises(Forged):
        envelope().open(query, body, 1000)


def test_in_compatible_mode_the_encrypted_part_counts_and_the_answer_is_encrypted():
    query, body = sealed_push(envelope(), "<xml><Content>signed</Content></xml>")
    body = body.replace(b"<Encrypt>", b"<Content>not signed</Content><Encrypt>")
    opened = envelope(encrypted_only=False).open(query, body, 1000)
    assert opened.fields == {"Content": "signed"}
    assert opened.cipher is not None


def test_more_than_a_mebibyte_is_refused_unread():
    with pytest.raises(TooLarge):
        envelope().open({}, b"x" * (MAX_BODY + 1), 1000)


def test_an_empty_encrypt_type_is_plaintext():
    query = {"timestamp": "1000", "nonce": "n", "encrypt_type": ""}
    query["signature"] = signature("1000", "n")
    opened = envelope(encrypted_only=False).open(query, b"<xml><A>1</A></xml>", 1000)
    assert opened.fields == {"A": "1"}
