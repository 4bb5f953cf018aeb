"""ID tokens: signature by the provider's keys, and every claim that OpenID Connect Core §3.1.3.7 asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from chalicelib.settings import settings
from chalicelib.sign_in.errors import SignInFailed
from chalicelib.sign_in.models import SKEW

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Signatures by a key pair alone: ``none`` and shared secrets (HS256) are refused."""


def verified(
    token: str,
    nonce: str,
    keys: Callable[[bool], dict[str, Any]],
    now: datetime,
) -> dict[str, Any]:
    """The claims of an ID token that holds. ``keys(True)`` asks the provider again.

    Raises ``SignInFailed`` with the reason.
    """
    # Imported here: only the request that ends a sign-in pays for it.
    from joserfc import jwk, jwt
    from joserfc.errors import JoseError

    claims: dict[str, Any] | None = None
    for afresh in (False, True):
        try:
            known = jwk.KeySet(_signing(keys(afresh)))
            decoded = jwt.decode(token, known, algorithms=list(ALGORITHMS))
            claims = dict(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        break
    if claims is None:
        raise SignInFailed("signature")
    where = settings()
    at = int(now.timestamp())
    if claims.get("iss") != where.oidc_issuer:
        raise SignInFailed("issuer")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if where.oidc_client_id not in audiences:
        raise SignInFailed("audience")
    party = claims.get("azp")
    if party != where.oidc_client_id and (len(audiences) > 1 or party is not None):
        raise SignInFailed("authorized party")
    if not _number(claims.get("exp")) or at > claims["exp"] + SKEW:
        raise SignInFailed("expired")
    if not _number(claims.get("iat")) or at < claims["iat"] - SKEW:
        raise SignInFailed("issued later")
    if _number(claims.get("nbf")) and at < claims["nbf"] - SKEW:
        raise SignInFailed("not valid yet")
    if not nonce or claims.get("nonce") != nonce:
        raise SignInFailed("nonce")
    if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 255:
        raise SignInFailed("subject")
    if claims.get("token_use", "id") != "id":
        raise SignInFailed("no ID token")  # Cognito signs access tokens with the same keys
    return claims


def _signing(keys: dict[str, Any]) -> list[Any]:
    """The keys that sign. One for encryption, or of a kind that nobody here knows, is passed over (RFC 7517 §5)."""
    from joserfc import jwk
    from joserfc.errors import JoseError

    found = keys.get("keys")
    signing = []
    for one in found if isinstance(found, list) else []:
        if not isinstance(one, dict) or one.get("use", "sig") != "sig" or one.get("kty") == "oct":
            continue
        try:
            signing.append(jwk.import_key(one))
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    return signing


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
