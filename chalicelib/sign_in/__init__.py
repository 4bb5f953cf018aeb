"""Sign-in to the console: OpenID Connect against any provider, and sessions that can be ended at once.

A person's browser is sent to the provider and comes back with a code (authorization code with PKCE, RFC 7636). The ID
token says who it is; from then on a random session id in a cookie does.
"""

from chalicelib.sign_in.errors import (
    FactorMissing,
    NobodyHere,
    NotSetUp,
    ProviderDown,
    SignInError,
    SignInFailed,
)
from chalicelib.sign_in.models import LONGEST, Claim, Session, SignedIn
from chalicelib.sign_in.service import (
    begin,
    claim_identity,
    end,
    end_all,
    finish,
    identity_of,
    session_of,
    sessions_of,
    sign_out_url,
)

__all__ = [
    "LONGEST",
    "Claim",
    "FactorMissing",
    "NobodyHere",
    "NotSetUp",
    "ProviderDown",
    "Session",
    "SignInError",
    "SignInFailed",
    "SignedIn",
    "begin",
    "claim_identity",
    "end",
    "end_all",
    "finish",
    "identity_of",
    "session_of",
    "sessions_of",
    "sign_out_url",
]
