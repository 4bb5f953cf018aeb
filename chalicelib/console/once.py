"""Idempotency keys: a create that is sent again under the same key is made once, and answered alike.

| pk | sk | attributes |
|---|---|---|
| ``ONCE#{person}`` | digest of the key | ``answer`` (JSON of what was answered), ``begun`` (epoch s), ``expires_at`` |

The page sends the header ``Idempotency-Key`` with every create (draft of the IETF's httpapi group).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Final, TypeVar

from pydantic import BaseModel

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.console.caller import actor, header
from chalicelib.errors import Conflict

HEADER: Final = "Idempotency-Key"
KEPT: Final = 24 * 3600
"""Seconds for which an answer is remembered."""
_BROKEN_OFF: Final = 60
"""Seconds after which a create without an answer counts as broken off: it is made again."""

Answer = TypeVar("Answer", bound=BaseModel)


def once(model: type[Answer], make: Callable[[], Answer]) -> Answer:
    """What ``make`` answers, or what it answered when this key came before.

    Without a key it is simply made. An error is not remembered: the same key may try again. Raises ``Conflict`` while
    the first request is still being worked on.
    """
    key = header(HEADER)
    if not key:
        return make()
    pk, sk = f"ONCE#{actor().person}", _digest(key)
    now = int(time.time())
    begun: table.Item = {"pk": pk, "sk": sk, "begun": now, "expires_at": now + KEPT}
    try:
        table.put(begun, only_new=True)
    except ConditionFailed as taken:
        old = taken.old or {}
        if "answer" in old:
            return model.model_validate_json(str(old["answer"]))
        if now - int(old.get("begun", now)) < _BROKEN_OFF:
            raise Conflict("上一次提交还在处理，请稍等。") from taken
    try:
        answer = make()
    except BaseException:
        table.delete(pk, sk)
        raise
    table.put({**begun, "answer": answer.model_dump_json()})
    return answer


def _digest(key: str) -> str:
    # Half a character, which JSON can carry, is a key like any other.
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
