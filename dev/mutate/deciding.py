"""The modules that decide, and the tests that hold them to it: fast ones, because each change runs them anew."""

from __future__ import annotations

from typing import Final

from dev.problem import Problem

_PURE: Final = "tests/unit"
_SENDING: Final = (f"{_PURE}/publishing", "tests/cloud/publishing/test_delivery.py")
_LADDER: Final = tuple(
    f"{_PURE}/conversation/test_{name}.py"
    for name in ("ladder", "rungs", "person_rung", "rung_limits", "skip_reasons")
)

DECIDING: Final = {
    "chalicelib/accounts/ledger.py": ("tests/cloud/accounts/test_ledger.py",),
    "chalicelib/accounts/quotas.py": ("tests/cloud/accounts/test_ledger.py",),
    "chalicelib/conversation/ladder/context.py": _LADDER,
    "chalicelib/conversation/ladder/decide.py": _LADDER,
    "chalicelib/conversation/ladder/rungs/knowledge.py": _LADDER,
    "chalicelib/conversation/ladder/rungs/link.py": _LADDER,
    "chalicelib/conversation/ladder/rungs/person.py": _LADDER,
    "chalicelib/conversation/ladder/rungs/service.py": _LADDER,
    "chalicelib/conversation/rules/matcher.py": (f"{_PURE}/conversation/test_matcher.py",),
    "chalicelib/desk/assignment.py": (f"{_PURE}/desk", "tests/cloud/desk/test_sessions.py"),
    "chalicelib/desk/messages/reply_window.py": (
        f"{_PURE}/desk",
        "tests/cloud/desk/test_replies.py",
    ),
    "chalicelib/desk/sessions/transitions.py": (
        f"{_PURE}/desk",
        "tests/cloud/desk/test_sessions.py",
    ),
    "chalicelib/desk/timers.py": (f"{_PURE}/desk", "tests/cloud/desk/test_time.py"),
    "chalicelib/newsroom/review/rules.py": (
        f"{_PURE}/newsroom/test_review.py",
        f"{_PURE}/newsroom/test_review_table.py",
        f"{_PURE}/newsroom/test_review_property.py",
    ),
    "chalicelib/newsroom/review/transitions.py": (
        f"{_PURE}/newsroom/test_review.py",
        f"{_PURE}/newsroom/test_review_table.py",
        f"{_PURE}/newsroom/test_review_property.py",
    ),
    "chalicelib/publishing/deliveries/transitions.py": _SENDING,
    "chalicelib/publishing/issues/transitions.py": (
        f"{_PURE}/publishing",
        "tests/cloud/publishing/test_issues.py",
    ),
    "chalicelib/publishing/sending/failures.py": _SENDING,
    "chalicelib/publishing/sending/next_step.py": _SENDING,
    "chalicelib/wechat/error_codes.py": (f"{_PURE}/wechat/test_error_codes.py",),
    "chalicelib/wechat/token.py": (
        "tests/cloud/wechat/test_token.py",
        "tests/cloud/wechat/test_token_limits.py",
    ),
}
"""Module → tests; both are paths in the checkout."""


def chosen(words: list[str]) -> dict[str, tuple[str, ...]]:
    """The modules whose path holds one of ``words``, such as ``ladder`` or ``wechat/token``; without any, all."""
    found = {
        module: tests
        for module, tests in DECIDING.items()
        if not words or any(word in module for word in words)
    }
    if not found:
        raise Problem(
            f"No deciding module is called {' or '.join(words)}: see dev/mutate/deciding.py."
        )
    return found
