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
            known = jwk.KeySet.import_key_set(_signing(keys(afresh)))  # type: ignore[arg-type]
            claims = dict(jwt.decode(token, known, algorithms=list(ALGORITHMS)).claims)
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
    if len(audiences) > 1 and claims.get("azp") != where.oidc_client_id:
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


def _signing(keys: dict[str, Any]) -> dict[str, Any]:
    """The keys that sign: a key for encryption in the same set is passed over."""
    found = keys.get("keys")
    listed = found if isinstance(found, list) else []
    return {
        "keys": [one for one in listed if isinstance(one, dict) and one.get("use", "sig") == "sig"]
    }


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
