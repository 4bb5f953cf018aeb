"""Sign-in as a browser goes through it, with a provider that is right, wrong, or somebody else's."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwk

from chalicelib import audit, people, sign_in, units
from chalicelib.actor import KnownBy, local
from chalicelib.console.handler import handler
from chalicelib.people import Role
from chalicelib.settings import settings
from chalicelib.sign_in import Claim, service
from chalicelib.sign_in.provider import AT_MOST_EVERY, PROVIDER
from chalicelib.units import UnitLevel
from tests.cloud.console.conftest import session_for
from tests.cloud.console.provider import CLIENT, FakeProvider, provider

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    """Seconds of a clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Begun(NamedTuple):
    """A sign-in under way in one browser."""

    state: str
    nonce: str
    ticket: str
    asked: dict[str, str]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(PROVIDER, "_clock", made)
    monkeypatch.setattr(PROVIDER, "_discovery", None)
    monkeypatch.setattr(PROVIDER, "_keys", None)
    return made


@pytest.fixture
def there(cloud: None, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeProvider]:
    """A provider that the stage trusts, and one person who is invited."""
    with provider() as fake:
        for name, value in {
            "RONGMEI_OIDC_ISSUER": fake.address,
            "RONGMEI_OIDC_CLIENT_ID": CLIENT,
            "RONGMEI_CONSOLE_URL": "https://console.example/api/console/",
        }.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        units.add_unit("city", name="市局", level=UnitLevel.CITY)
        people.add_staff("li", "city", [Role.EDITOR], by=local("ops"), now=NOW, name="李明")
        invite("li", Claim.PREFERRED_USERNAME, "li.ming")
        yield fake


def invite(person: str, claim: Claim, login: str) -> None:
    people.link_identity(person, sign_in.claim_identity(claim, login), by=local("ops"), now=NOW)


def get(
    path: str, query: Mapping[str, str] | None = None, cookies: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """An answer of the function to a browser."""
    cookie = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    event = {
        "httpMethod": "GET",
        "path": f"/console{path}",
        "headers": {"cookie": cookie},
        "queryStringParameters": dict(query or {}),
        "requestContext": {"requestId": "r"},
    }
    answer: dict[str, Any] = handler(event, SimpleNamespace(aws_request_id="r"))
    return answer


def set_cookies(answer: Mapping[str, Any]) -> dict[str, str]:
    """The cookies that an answer sets, whole lines by name."""
    lines: list[str] = answer["multiValueHeaders"].get("Set-Cookie", [])
    return {line.split("=")[0]: line for line in lines}


def value_of(line: str) -> str:
    return line.split(";", maxsplit=1)[0].split("=", 1)[1]


def begin(return_to: str = "/articles") -> Begun:
    """A browser goes to the provider."""
    answer = get("/sign-in", {"return_to": return_to})
    assert answer["statusCode"] == 302
    asked = {
        name: values[0]
        for name, values in parse_qs(
            urlsplit(answer["multiValueHeaders"]["Location"][0]).query
        ).items()
    }
    ticket = value_of(set_cookies(answer)["__Host-rongmei-sign-in"])
    return Begun(asked["state"], asked["nonce"], ticket, asked)


def come_back(begun: Begun, **more: str) -> dict[str, Any]:
    """The same browser comes back with a code."""
    return get(
        "/signed-in",
        {"code": "c", "state": begun.state},
        {"__Host-rongmei-sign-in": begun.ticket, **more},
    )


def finish(fake: FakeProvider, **claims: Any) -> dict[str, Any]:
    """A whole sign-in with these claims."""
    begun = begin()
    fake.token = fake.signed(fake.claims(begun.nonce, **claims))
    return come_back(begun)


def in_by(answer: Mapping[str, Any]) -> str | None:
    """The person whom an answer signed in; None where it signed nobody in."""
    line = set_cookies(answer).get("__Host-rongmei")
    session = sign_in.session_of(value_of(line), datetime.now(UTC)) if line else None
    return session.person if session else None


def test_an_invited_person_signs_in_and_comes_back_to_where_they_were(there: FakeProvider) -> None:
    answer = finish(there)
    assert answer["statusCode"] == 302
    assert answer["multiValueHeaders"]["Location"] == ["./#/articles"]
    assert in_by(answer) == "li"


def test_the_request_has_state_nonce_and_a_challenge_and_the_code_comes_with_its_verifier(
    there: FakeProvider,
) -> None:
    begun = begin()
    assert begun.asked["response_type"] == "code"
    assert begun.asked["code_challenge_method"] == "S256"
    assert begun.asked["redirect_uri"] == "https://console.example/api/console/signed-in"
    there.token = there.signed(there.claims(begun.nonce))
    come_back(begun)
    (form,) = there.forms
    assert len(form["code_verifier"]) >= 43
    assert form["code_verifier"] not in begun.asked.values()


def test_cookies_belong_to_this_host_alone_and_to_no_script(there: FakeProvider) -> None:
    begun = get("/sign-in")
    done = finish(there)
    for line in (
        set_cookies(begun)["__Host-rongmei-sign-in"],
        set_cookies(done)["__Host-rongmei"],
    ):
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(line.split("; "))
        assert "Domain" not in line
    assert "Max-Age=0" in set_cookies(done)["__Host-rongmei-sign-in"]


def test_a_state_works_once(there: FakeProvider) -> None:
    begun = begin()
    there.token = there.signed(there.claims(begun.nonce))
    assert in_by(come_back(begun)) == "li"
    again = come_back(begun)
    assert (again["statusCode"], in_by(again)) == (400, None)


@pytest.mark.parametrize("wrong", ["state", "ticket", "no ticket", "no code", "another's ticket"])
def test_a_state_works_in_its_own_browser_alone(there: FakeProvider, wrong: str) -> None:
    begun, other = begin(), begin()
    there.token = there.signed(there.claims(begun.nonce))
    ticket = {"ticket": "made-up", "no ticket": "", "another's ticket": other.ticket}.get(
        wrong, begun.ticket
    )
    state = "made-up" if wrong == "state" else begun.state
    query = {"code": "" if wrong == "no code" else "c", "state": state}
    answer = get("/signed-in", query, {"__Host-rongmei-sign-in": ticket})
    assert (answer["statusCode"], in_by(answer)) == (400, None)
    assert "重新登录" in answer["body"]


def test_a_sign_in_that_was_begun_long_ago_is_over(there: FakeProvider) -> None:
    at = datetime.now(UTC)
    address, ticket = service.begin("/", at)
    state = parse_qs(urlsplit(address).query)["state"][0]
    with pytest.raises(sign_in.SignInFailed):
        service.finish("c", state, ticket, at + 10 * MINUTE)


WRONG: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "other"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "other"},
    "no audience": {"aud": None},
    "audience is a part": {"aud": f"{CLIENT}-2"},
    "several audiences without a party": {"aud": [CLIENT, "other"]},
    "several audiences and another party": {"aud": [CLIENT, "other"], "azp": "other"},
    "another party": {"azp": "other"},
    "another issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 7},
    "a very long subject": {"sub": "s" * 256},
    "expired": {"exp": int(time.time()) - 120},
    "no end": {"exp": None},
    "an end that is a text": {"exp": "tomorrow"},
    "issued in the future": {"iat": int(time.time()) + 3600},
    "not valid yet": {"nbf": int(time.time()) + 3600},
    "an access token": {"token_use": "access"},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_token_with_a_wrong_claim_signs_nobody_in(there: FakeProvider, name: str) -> None:
    answer = finish(there, **WRONG[name])
    assert (answer["statusCode"], in_by(answer)) == (400, None)
    assert people.person_of(f"{there.address}#s-1") is None


def test_clocks_may_differ_by_a_minute(there: FakeProvider) -> None:
    at = datetime.now(UTC)
    for name, seconds, holds in (
        ("exp", -50, True),
        ("exp", -70, False),
        ("iat", 50, True),
        ("iat", 70, False),
        ("nbf", 50, True),
        ("nbf", 70, False),
    ):
        claims = {name: int(at.timestamp()) + seconds}
        assert (in_by(finish(there, **claims)) == "li") is holds, (name, seconds)


def test_several_audiences_hold_with_the_right_party(there: FakeProvider) -> None:
    assert in_by(finish(there, aud=["other", CLIENT], azp=CLIENT)) == "li"


@pytest.mark.parametrize("forged", ["unsigned", "confused"])
def test_a_token_without_a_signature_by_the_provider_s_key_holds_nothing(
    there: FakeProvider, forged: str
) -> None:
    begun = begin()
    there.token = getattr(there, forged)(there.claims(begun.nonce))
    assert in_by(come_back(begun)) is None


def test_a_token_signed_by_somebody_else_under_a_known_name_holds_nothing(
    there: FakeProvider,
) -> None:
    begun = begin()
    other = jwk.RSAKey.generate_key(2048, {"kid": "first"})
    there.token = there.signed(there.claims(begun.nonce), key=other)
    assert in_by(come_back(begun)) is None


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "." * 2, "x" * 100_000, "é.é.é"])
def test_what_is_no_token_signs_nobody_in(there: FakeProvider, token: str) -> None:
    begun = begin()
    there.token = token
    answer = come_back(begun)
    assert (answer["statusCode"], in_by(answer)) == (400, None)


def test_keys_are_asked_for_again_when_they_were_rotated_but_once_a_minute(
    there: FakeProvider, clock: Clock
) -> None:
    assert in_by(finish(there)) == "li"
    assert there.asked.count("/keys") == 1
    for _ in range(3):
        begun = begin()
        there.token = there.signed(there.claims(begun.nonce), kid="made-up")
        assert in_by(come_back(begun)) is None
    assert there.asked.count("/keys") == 1
    clock.now += AT_MOST_EVERY
    there.keys.append(jwk.RSAKey.generate_key(2048, {"kid": "second", "use": "sig"}))
    assert in_by(finish(there)) == "li"
    assert there.asked.count("/keys") == 2


def test_keys_that_nobody_knows_here_do_not_shut_people_out(there: FakeProvider) -> None:
    there.other_keys = [
        {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA", "kid": "new"},
        {"kty": "RSA", "kid": "broken"},
        {"kty": "RSA", "kid": "enc", "use": "enc", "n": "AQAB", "e": "AQAB"},
        "no key at all",
    ]
    assert in_by(finish(there)) == "li"


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b"{" * 300_000),
        (200, {}, b"not json"),
        (200, {}, b"[]"),
        (200, {}, b'{"id_token": "a'),
        (302, {"Location": "http://127.0.0.1:1/"}, b""),
        (500, {}, b""),
        (204, {}, b""),
    ],
)
@pytest.mark.parametrize("path", ["/token", "/keys", "/.well-known/openid-configuration"])
def test_a_provider_that_answers_nonsense_is_down_and_nobody_is_signed_in(
    there: FakeProvider, path: str, answer: tuple[int, dict[str, str], bytes]
) -> None:
    if path.endswith("configuration"):
        there.answers[path] = answer
        assert get("/sign-in")["statusCode"] == 503
        return
    begun = begin()
    there.token = there.signed(there.claims(begun.nonce))
    there.answers[path] = answer
    said = come_back(begun)
    assert said["statusCode"] in (400, 503)
    assert in_by(said) is None
    assert all("127.0.0.1:1" not in one for one in there.asked)


def test_a_code_that_the_provider_refuses_signs_nobody_in(there: FakeProvider) -> None:
    begun = begin()
    there.answers["/token"] = (400, {}, b'{"error": "invalid_grant"}')
    answer = come_back(begun)
    assert (answer["statusCode"], in_by(answer)) == (400, None)


def test_discovery_of_another_issuer_is_not_believed(
    there: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "RONGMEI_OIDC_DISCOVERY_URL", f"{there.address}/.well-known/openid-configuration"
    )
    monkeypatch.setenv("RONGMEI_OIDC_ISSUER", "https://issuer.example")
    settings.cache_clear()
    assert get("/sign-in")["statusCode"] == 503


def test_a_stage_without_a_provider_says_so() -> None:
    settings.cache_clear()
    assert "还没有设置登录系统" in get("/sign-in")["body"]


def test_a_person_without_an_invitation_is_told_whom_to_ask(there: FakeProvider) -> None:
    answer = finish(there, preferred_username="<b>wang</b>", sub="s-2")
    assert (answer["statusCode"], in_by(answer)) == (403, None)
    assert "请联系本单位的运维人员" in answer["body"]
    assert "&lt;b&gt;wang" in answer["body"] and "<b>" not in answer["body"]


def test_an_invitation_is_used_up_by_the_first_who_comes(there: FakeProvider) -> None:
    assert in_by(finish(there, sub="s-1")) == "li"
    second = finish(there, sub="s-2")
    assert (second["statusCode"], in_by(second)) == (403, None)


def test_a_person_who_was_renamed_at_the_provider_stays_who_they_are(there: FakeProvider) -> None:
    assert in_by(finish(there)) == "li"
    assert in_by(finish(there, preferred_username="li.daming")) == "li"
    assert in_by(finish(there, preferred_username=None)) == "li"


@pytest.mark.parametrize(
    ("claim", "value"), [("email", "li@example.cn"), ("phone_number", "+8613800000000")]
)
@pytest.mark.parametrize(
    ("verified", "person"),
    [(True, "li"), ("true", "li"), (False, None), ("false", None), (None, None), (1, None)],
)
def test_an_address_counts_only_where_the_provider_verified_it(
    there: FakeProvider,
    monkeypatch: pytest.MonkeyPatch,
    claim: str,
    value: str,
    verified: object,
    person: str | None,
) -> None:
    monkeypatch.setenv("RONGMEI_OIDC_CLAIM", claim)
    settings.cache_clear()
    invite("li", Claim(claim), value.removeprefix("+86").upper())
    done = finish(there, **{claim: value, f"{claim}_verified": verified})
    assert in_by(done) == person


@pytest.mark.parametrize(
    "hostile",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/%2f%2fevil.example",
        "/\r\nSet-Cookie: a=b",
        "/<script>",
        "/#//evil.example",
        " //evil.example",
        "/" + "a" * 600,
        "",
    ],
)
def test_after_sign_in_one_is_on_this_page_whatever_was_asked(
    there: FakeProvider, hostile: str
) -> None:
    begun = begin(hostile)
    there.token = there.signed(there.claims(begun.nonce))
    (to,) = come_back(begun)["multiValueHeaders"]["Location"]
    home = urlsplit("https://console.example/api/console/signed-in")
    assert to.startswith("./#/") and not to.startswith("./#//")
    assert not urlsplit(to).netloc and not urlsplit(to).scheme and "\n" not in to
    assert home.netloc == "console.example"


def test_a_session_that_a_browser_had_before_has_ended(there: FakeProvider) -> None:
    planted = session_for("somebody")
    begun = begin()
    there.token = there.signed(there.claims(begun.nonce))
    answer = come_back(begun, **{"__Host-rongmei": planted})
    assert in_by(answer) == "li"
    assert value_of(set_cookies(answer)["__Host-rongmei"]) != planted
    assert sign_in.session_of(planted, datetime.now(UTC)) is None


def test_odd_cookies_of_others_do_not_hide_the_session(there: FakeProvider) -> None:
    session = session_for("li")
    for before in ("a[]=1", 'b="', "c", "=d", "__Host-rongmei-sign-in=x"):
        event = {
            "httpMethod": "GET",
            "path": "/console/api/v1/me",
            "headers": {"Cookie": f"{before}; __Host-rongmei={session}"},
            "requestContext": {"requestId": "r", "httpMethod": "GET"},
        }
        answer = handler(event, SimpleNamespace(aws_request_id="r"))
        assert answer["statusCode"] == 200, before


def test_sign_out_ends_the_session_here_and_leads_to_the_provider_s_end(
    there: FakeProvider,
) -> None:
    url = sign_in.sign_out_url()
    asked = parse_qs(urlsplit(url).query)
    assert url.startswith(f"{there.address}/logout?tenant=1&")
    assert asked["client_id"] == [CLIENT]
    assert asked["post_logout_redirect_uri"] == ["https://console.example/api/console/"]


def test_sign_out_ends_the_session_even_where_the_provider_is_down(
    there: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.answers["/.well-known/openid-configuration"] = (500, {}, b"")
    session = session_for("li")
    event = {
        "httpMethod": "POST",
        "path": "/console/api/v1/sign-out",
        "headers": {"Cookie": f"__Host-rongmei={session}", "X-Rongmei-Console": "1"},
        "requestContext": {"requestId": "r", "httpMethod": "POST"},
    }
    assert handler(event, SimpleNamespace(aws_request_id="r"))["statusCode"] == 200
    assert sign_in.session_of(session, datetime.now(UTC)) is None


def test_a_person_who_is_signed_out_everywhere_is_out_at_once(there: FakeProvider) -> None:
    answer = finish(there)
    assert in_by(answer) == "li"
    sign_in.end_all("li", by=local("ops"), now=NOW)
    assert in_by(answer) is None


@pytest.mark.parametrize(
    ("shown", "let_in"),
    [
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": ["pwd"]}, False),
        ({"acr": "urn:mfa"}, True),
        ({"acr": "0"}, False),
        ({"amr": "otp"}, False),
        ({}, False),
    ],
)
def test_a_stage_that_asks_for_a_second_factor_lets_nobody_in_without(
    there: FakeProvider, monkeypatch: pytest.MonkeyPatch, shown: dict[str, Any], let_in: bool
) -> None:
    monkeypatch.setenv("RONGMEI_OIDC_SECOND_FACTOR", "otp urn:mfa")
    settings.cache_clear()
    assert begin().asked["acr_values"] == "otp urn:mfa"
    answer = finish(there, **shown)
    assert answer["statusCode"] == (302 if let_in else 403)
    assert ("两种方式" in answer["body"]) is not let_in
    assert sign_in.sessions_of("li", datetime.now(UTC)) == int(let_in)


def test_who_signed_in_and_how_stands_in_the_log(there: FakeProvider) -> None:
    assert finish(there, amr=["pwd", "otp"], acr="2")["statusCode"] == 302
    [entry] = [one for one in audit.of_unit("city") if one.action == "sign_in"]
    assert (entry.by, entry.note, entry.known_by) == ("li", "pwd、otp、2", KnownBy.SIGN_IN)
