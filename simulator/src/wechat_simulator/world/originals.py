"""原创校验: articles that WeChat takes for another author's, by the rules given to /_sim (sheet §1.5, §2.5).

The rules are an account's `original_check`: a title, `*` matching within it, and its CheckState.
"""

import fnmatch
from enum import IntEnum
from typing import Any

from wechat_simulator.world.state import Account, Article


class Check(IntEnum):
    """CheckState: no reprint, a reprint that its author allows, one that is not allowed."""

    ORIGINAL = 1
    MAY_BE_REPRINTED = 2
    BLOCKED = 3


# WeChat's API pages list the three numbers without a meaning; its help texts give these.
STOPPED, CHOSE_TO_STOP = "err(30002)", "err(30003)"
ELSEWHERE = "https://mp.weixin.qq.com/s/original"


def judged(account: Account, pages: list[Article]) -> dict[int, Check]:
    """The check's result by 1-based index, for each article that a rule matches."""
    found = {}
    for idx, page in enumerate(pages, 1):
        rules = account.original_check.items()
        states = [state for title, state in rules if fnmatch.fnmatchcase(page.title, title)]
        if states:
            found[idx] = Check(states[0])
    return found


def refusal(states: dict[int, Check], *, ignore_reprint: bool) -> str | None:
    """The Status with which a mass send stops, if it does.

    Args:
        ignore_reprint: `send_ignore_reprint` was 1: go on where the author allows it.
    """
    worst = max(states.values(), default=Check.ORIGINAL)
    if worst is Check.BLOCKED:
        return STOPPED
    return CHOSE_TO_STOP if worst is Check.MAY_BE_REPRINTED and not ignore_reprint else None


def result(states: dict[int, Check]) -> dict[str, Any]:
    """CopyrightCheckResult as MASSSENDJOBFINISH carries it; without a rule nothing was found."""
    items = [
        {
            "ArticleIdx": idx,
            "UserDeclareState": 0,
            "AuditState": int(state > Check.ORIGINAL) + 1,
            "OriginalArticleUrl": ELSEWHERE if state > Check.ORIGINAL else "",
            "OriginalArticleType": int(state > Check.ORIGINAL),
            "CanReprint": int(state is Check.MAY_BE_REPRINTED),
            "NeedReplaceContent": int(state is Check.MAY_BE_REPRINTED),
            "NeedShowReprintSource": int(state is Check.MAY_BE_REPRINTED),
        }
        for idx, state in states.items()
    ]
    worst = int(max(states.values(), default=0))
    return {"Count": len(items), "ResultList": items or "", "CheckState": worst}
