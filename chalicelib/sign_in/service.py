"""The use cases of sign-in: begin, finish, a request's session, end."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from chalicelib import audit, people
from chalicelib.actor import Actor, KnownBy
from chalicelib.clock import utc_now
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.settings import settings
from chalicelib.sign_in import store, tokens
from chalicelib.sign_in.errors import FactorMissing, NobodyHere, SignInFailed
from chalicelib.sign_in.models import BEGUN, LONGEST, TOUCH, Begun, Claim, Session, SignedIn
from chalicelib.sign_in.provider import PROVIDER

_OVER: Final = "people:identity:link"
_CHINA: Final = re.compile(r"^(?:\+|00)86(?=1\d{10}$)")
"""The country's number before a mobile one."""
_RETURN: Final = re.compile(r"/[A-Za-z0-9/_.~%?=&,:+-]{0,500}")
"""A place of the console, as its address has it after ``#``; nothing else is returned to."""


def begin(return_to: str, now: datetime) -> tuple[str, str]:
    """Begin a sign-in: the provider's address to go to, and the ticket that this browser keeps as a cookie.

    ``return_to`` is the place of the console to come back to, ``/articles?state=draft``; any other text is left out.
    Raises ``NotSetUp`` or ``ProviderDown``.
    """
    endpoint = PROVIDER.discovery()["authorization_endpoint"]
    state, nonce, verifier, ticket = (secrets.token_urlsafe(32) for _ in range(4))
    begun = Begun(
        nonce=nonce,
        verifier=verifier,
        ticket=store.digest(ticket),
        return_to=return_to if _is_place(return_to) else "",
        ends_at=now + BEGUN,
    )
    store.put_begun(state, begun)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    asked = {
        "response_type": "code",
        "client_id": settings().oidc_client_id,
        "redirect_uri": _redirect_uri(),
        "scope": settings().oidc_scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    if settings().oidc_second_factor:
        # A provider that knows one of these levels asks the person for it (OpenID Connect Core §3.1.2.1).
        asked["acr_values"] = settings().oidc_second_factor
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", ticket


def finish(code: str, state: str, ticket: str, now: datetime) -> SignedIn:
    """End a sign-in that this browser began, with a session of a new id.

    A state works once, within ten minutes, and only in the browser that holds its ticket. Raises ``SignInFailed``,
    ``NobodyHere`` or ``ProviderDown``.
    """
    begun = store.take_begun(state) if code and state and ticket else None
    if begun is None or now >= begun.ends_at:
        raise SignInFailed("state")
    if not hmac.compare_digest(begun.ticket, store.digest(ticket)):
        raise SignInFailed("another browser")
    token = PROVIDER.id_token(code, begun.verifier, _redirect_uri())
    if not token:
        raise SignInFailed("code")
    claims = tokens.verified(token, begun.nonce, lambda afresh: PROVIDER.keys(afresh=afresh), now)
    methods = methods_of(claims)
    wanted = set(settings().oidc_second_factor.split())
    if wanted and not wanted & set(methods):
        raise FactorMissing
    session = Session(
        methods=methods,
        person=_person(claims, now),
        name=str(claims.get("name") or _claimed(claims) or "")[:40],
        identity=identity_of(claims),
        began_at=now,
        seen_at=now,
        ends_at=now + LONGEST,
    )
    session_id = secrets.token_urlsafe(32)
    store.put_session(session_id, session)
    _log(session, now)
    return SignedIn(id=session_id, session=session, return_to=begun.return_to)


def session_of(session_id: str, now: datetime) -> Session | None:
    """The session that a request's cookie names, if it holds; the request counts as a sign of life."""
    session = store.get_session(session_id) if session_id else None
    if session is None or not session.alive(now):
        return None
    if now - session.seen_at >= TOUCH:
        session = session.model_copy(update={"seen_at": now})
        try:
            store.touch_session(session_id, session)
        except ConditionFailed:  # ended a moment ago
            return None
    return session


def end(session_id: str) -> None:
    """Sign out; a session that is gone is no error."""
    store.delete_session(session_id)


def end_all(person: str, *, by: Actor, now: datetime) -> int:
    """Sign a person out everywhere; returns how many sessions there were. Raises ``PermissionDenied``.

    A person may do it to themself; else it takes the right to link identities in a unit where the person has a role.
    """
    held = people.units_of(person)
    unit = next(iter(held), "")
    if by.person != person:
        unit = next((one for one in held if people.may(by, _OVER, one)), unit)
        people.require(by, _OVER, unit)
    ended = store.delete_sessions(person)
    audit.record(
        audit.entry_of(
            by, "sign_out", unit=unit, at=now, object=f"person:{person}", note=f"{ended} 处登录"
        )
    )
    return ended


def sessions_of(person: str, now: datetime | None = None) -> int:
    """In how many browsers a person is signed in."""
    at = now or utc_now()
    return sum(session.alive(at) for session in store.sessions_of(person))


def sign_out_url() -> str:
    """The provider's address that ends its session too; empty where it has none."""
    where = PROVIDER.discovery().get("end_session_endpoint")
    if not isinstance(where, str):
        return ""
    back = settings().console_url
    # RP-Initiated Logout names the address one way, Cognito another.
    asked = {"client_id": settings().oidc_client_id, "post_logout_redirect_uri": back}
    return f"{where}{'&' if '?' in where else '?'}{urlencode(asked | {'logout_uri': back})}"


def identity_of(claims: dict[str, Any]) -> str:
    """The identity that a token proves: its issuer and its subject, which is unique there alone."""
    return f"{claims['iss']}#{claims['sub']}"


def methods_of(claims: dict[str, Any]) -> tuple[str, ...]:
    """How a person proved who they are: the words of ``amr`` (RFC 8176), and the ``acr`` behind them."""
    amr, acr = claims.get("amr"), claims.get("acr")
    words = [one for one in amr if isinstance(one, str)] if isinstance(amr, list) else []
    return tuple(one[:80] for one in [*words[:10], *([acr] if isinstance(acr, str) else [])])


def claim_identity(claim: Claim, value: str) -> str:
    """The identity by which a person is known until their first sign-in: an invitation.

    A telephone number is the same however it is written: ``138 0000 0000``, ``+86-138-0000-0000``.
    """
    text = unicodedata.normalize("NFKC", value).strip().casefold()
    if claim is Claim.PHONE_NUMBER:
        text = _CHINA.sub("", re.sub(r"[^\d+]", "", text))
    return f"invited:{claim.value}:{text}"


def _log(session: Session, now: datetime) -> None:
    """Who signed in, and how that was proved, stands in the audit log of their first unit."""
    by = Actor(person=session.person, known_by=KnownBy.SIGN_IN, identity=session.identity)
    audit.record(
        audit.entry_of(
            by,
            "sign_in",
            unit=next(iter(people.units_of(session.person)), ""),
            at=now,
            object=f"person:{session.person}",
            note="、".join(session.methods),
        )
    )


def _person(claims: dict[str, Any], now: datetime) -> str:
    """The person of a token: by its subject, the first time by the claim that the settings name."""
    identity = identity_of(claims)
    known = people.person_of(identity)
    if known is not None:
        return known
    value = _claimed(claims)
    shown = value or str(claims.get("name") or claims["sub"])
    invited = claim_identity(Claim(settings().oidc_claim), value) if value else ""
    person = people.person_of(invited) if invited else None
    if person is None:
        raise NobodyHere(shown[:80])
    by = Actor(person=person, known_by=KnownBy.SIGN_IN, identity=identity)
    people.accept_invitation(person, invited, identity, by=by, now=now)
    return person


def _claimed(claims: dict[str, Any]) -> str:
    """The value of the claim that the settings name; empty where the provider did not verify it."""
    claim = Claim(settings().oidc_claim)
    value = claims.get(claim.value)
    if not isinstance(value, str) or not value.strip():
        return ""
    verified = claims.get(f"{claim.value}_verified")
    if claim is not Claim.PREFERRED_USERNAME and verified is not True and verified != "true":
        return ""
    return value


def _redirect_uri() -> str:
    return settings().console_url.rstrip("/") + "/signed-in"


def _is_place(text: str) -> bool:
    return bool(_RETURN.fullmatch(text)) and not text.startswith("//")
