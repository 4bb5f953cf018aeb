"""Whose turn it is while two versions run: each function for itself, as a deployment replaces them one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from dev.upgrade.stage import Functions

OK: Final = 200


class Turns:
    """The versions in turn."""

    def __init__(self, functions: Sequence[Functions]) -> None:
        self.functions = list(functions)
        self._taken: Counter[str] = Counter()

    def next(self, name: str) -> Functions:
        """Who takes the next event of a function."""
        self._taken[name] += 1
        return self.functions[(self._taken[name] + len(name)) % len(self.functions)]

    def answer(self, event: dict[str, Any]) -> Any:
        """One version answers a follower; WeChat tries again, meets the next, and shows what that one says."""
        tries = [self.next("api").call("api", event) for _ in self.functions]
        for answer, errors in tries:
            if errors or answer["statusCode"] != OK:
                return {"statusCode": 500, "body": f"{answer}: {errors}"}
        return tries[-1][0]
