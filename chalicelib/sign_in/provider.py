"""The OpenID provider: its discovery document, its keys, the exchange of a code for tokens.

The provider's address is set by an operator; nothing of a request leads anywhere else. Discovery and keys are kept by
a warm process; keys are asked for again when a token names one that is not known (rotation), but not more often than
once a minute, so that made-up key ids do not reach the provider.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

import urllib3

from chalicelib.settings import settings
from chalicelib.sign_in.errors import NotSetUp, ProviderDown

KEPT: Final = 3600.0
"""Seconds for which discovery and keys are believed."""
AT_MOST_EVERY: Final = 60.0
"""Seconds between two questions for keys."""
MOST_BYTES: Final = 256 * 1024
_TIME: Final = urllib3.Timeout(connect=3, read=5)


class Provider:
    """What this process knows of the provider."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pool = urllib3.PoolManager(timeout=_TIME, retries=False)
        self._discovery: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, dict[str, Any]] | None = None

    def discovery(self) -> dict[str, Any]:
        """The discovery document. Raises ``NotSetUp`` or ``ProviderDown``."""
        where = settings()
        if not where.oidc_issuer or not where.oidc_client_id:
            raise NotSetUp
        if self._discovery is None or self._clock() - self._discovery[0] > KEPT:
            address = where.oidc_discovery_url or (
                where.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration"
            )
            found = self._json("GET", address)
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if found.get("issuer") != where.oidc_issuer or not all(
                isinstance(found.get(name), str) for name in needed
            ):
                raise ProviderDown
            self._discovery = (self._clock(), found)
        return self._discovery[1]

    def keys(self, *, afresh: bool = False) -> dict[str, Any]:
        """The provider's public keys, as a JSON Web Key Set; ``afresh`` asks again. Raises ``ProviderDown``."""
        known = self._keys
        age = self._clock() - known[0] if known else KEPT
        if known is None or age >= KEPT or (afresh and age >= AT_MOST_EVERY):
            known = (self._clock(), self._json("GET", self.discovery()["jwks_uri"]))
            self._keys = known
        return known[1]

    def id_token(self, code: str, verifier: str, redirect_uri: str, secret: str = "") -> str:
        """The ID token for a code; empty where the provider refuses the code. Raises ``ProviderDown``."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": settings().oidc_client_id,
            "code_verifier": verifier,
        }
        if secret:
            form["client_secret"] = secret
        answer = self._json("POST", self.discovery()["token_endpoint"], form, refused={400, 401})
        token = answer.get("id_token", "")
        return token if isinstance(token, str) else ""

    def _json(
        self,
        method: str,
        url: str,
        form: Mapping[str, str] | None = None,
        refused: frozenset[int] | set[int] = frozenset(),
    ) -> dict[str, Any]:
        try:
            answer = self._pool.request(
                method,
                url,
                body=urlencode(form) if form else None,
                headers={"Content-Type": "application/x-www-form-urlencoded"} if form else {},
                redirect=False,
                preload_content=False,
            )
            try:
                body = answer.read(MOST_BYTES + 1)
            finally:
                answer.release_conn()
        except urllib3.exceptions.HTTPError:
            # Its text may carry the address with the code.
            body, answer = b"", None
        if answer is not None and answer.status in refused:
            return {}
        if answer is None or answer.status != 200 or len(body) > MOST_BYTES:
            raise ProviderDown
        try:
            found = json.loads(body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ProviderDown
        return found


PROVIDER: Final = Provider()
"""The provider of this process."""
