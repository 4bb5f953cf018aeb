"""What MiniStack works out for each request though it comes out the same, and looks through again and again; installed by ``local_cloud.py``.

A policy's text, a condition's grammar and its words are read once each. What may change from one request to the next, such as which
policies a role has, is looked up as before: a permission that is taken away is gone at once.

Every item is an object that stays, so Python's search for what nobody needs any more stops the cloud for longer the more it
holds: 0.4 to 1.2 s at 50,000 messages, for everybody who asks in that moment. What has outlived one search is spared the next.
"""

import gc
from functools import lru_cache
from typing import Any

from ministack.core import iam_evaluator, responses, router
from ministack.services import dynamodb

_KINDS = frozenset({"Root", "User", "AssumedRole", "FederatedUser"})
_EVERYTHING = 2
"""The generation of objects whose search goes through all others, too."""
_parse = iam_evaluator.parse_policy_document


def install() -> None:
    """Put what remembers in the place of what MiniStack has."""
    iam_evaluator.parse_policy_document = statements
    iam_evaluator.request_caller_arn = caller
    dynamodb._condition_syntax_error = lru_cache(maxsize=4096)(dynamodb._condition_syntax_error)
    tokens = lru_cache(maxsize=4096)(dynamodb._tokenize)
    dynamodb._tokenize = lambda expression: list(tokens(expression))
    gc.callbacks.append(spare)


def spare(phase: str, info: dict[str, int]) -> None:
    """Leave what is there after a search through everything out of the next one. It goes when its last user does."""
    if phase == "stop" and info["generation"] == _EVERYTHING:
        gc.freeze()


def statements(document: str | dict[str, Any]) -> list[Any]:
    """The statements of a policy; a text that was read before is not read again."""
    return list(_statements(document)) if isinstance(document, str) else list(_parse(document))


@lru_cache(maxsize=1024)
def _statements(document: str) -> tuple[Any, ...]:
    return tuple(_parse(document))


def caller(headers: dict[str, str], query: dict[str, Any] | None = None) -> str:
    """Who asks, as policies of a resource name them, without the policies of who asks."""
    account = responses.get_account_id()
    unknown = f"arn:aws:iam::{account}:root"
    try:
        key = router.extract_access_key_id(headers or {}, query or {})
        if not key:
            return unknown
        account = responses._account_from_sts_session(key) or account
        found = iam_evaluator.resolve_credential(key, account)
    except Exception:  # as MiniStack has it: who can't be told is the account's root
        return unknown
    known = getattr(found, "principal_type", "") in _KINDS
    return str(found.principal_arn) if known and found.principal_arn else unknown
