"""Service tokens (接口令牌): other systems call the API with one, within a scope, until it ends or is revoked.

A token is ``rmt_{id}_{secret}``. The secret is 256 random bits, shown once; the table has its SHA-256. The id tells one
token from another and says nothing (docs/decisions/0180).
"""

from chalicelib.service_tokens.errors import BadToken, ServiceTokenError, UnknownToken
from chalicelib.service_tokens.models import LONGEST, PER_MINUTE, MadeToken, ServiceToken
from chalicelib.service_tokens.service import (
    MAKE,
    REVOKE,
    actor_of,
    grantable,
    make,
    revoke,
    spelled,
    take,
    tokens_of,
    wait,
)

__all__ = [
    "LONGEST",
    "MAKE",
    "PER_MINUTE",
    "REVOKE",
    "BadToken",
    "MadeToken",
    "ServiceToken",
    "ServiceTokenError",
    "UnknownToken",
    "actor_of",
    "grantable",
    "make",
    "revoke",
    "spelled",
    "take",
    "tokens_of",
    "wait",
]
