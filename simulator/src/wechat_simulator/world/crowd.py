"""Followers that exist only as a number: how many, and what was done to which of them, without a record of any."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge

from wechat_simulator.world.members import Members


@dataclass
class Synthetic:
    """The crowd of one account, numbered from 0.

    Attributes:
        count: how many.
        since: when the last of them came, in seconds since the epoch.
        tags: tag id → n, where every nth has the tag: the rule that the crowd was made with.
        turned: tag id → those whose tag differs from the rule.
        lost: tag id → how many of `turned` had the tag by the rule.
        blocked: those in the blacklist.
    """

    count: int = 0
    since: int = 0
    tags: dict[str, int] = field(default_factory=dict)
    turned: dict[str, Members] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    blocked: Members = field(default_factory=Members)

    def has(self, index: int, tag: int) -> bool:
        """Whether this one has the tag."""
        turned = self.turned.get(str(tag))
        return self._by_rule(index, tag) != (turned is not None and index in turned)

    def tags_of(self, index: int) -> list[int]:
        """The tags of this one, rising."""
        return sorted(int(t) for t in self.tags | self.turned if self.has(index, int(t)))

    def set_tag(self, index: int, tag: int, *, on: bool) -> None:
        """Give this one the tag or take it away; what is so already stays so."""
        if self.has(index, tag) == on:
            return
        turned = self.turned.setdefault(str(tag), Members()).turn(index)
        if self._by_rule(index, tag):
            self.lost[str(tag)] = self.lost.get(str(tag), 0) + (1 if turned else -1)

    def set_blocked(self, index: int, *, on: bool) -> None:
        if (index in self.blocked) != on:
            self.blocked.turn(index)

    def drop_tag(self, tag: int) -> None:
        for held in (self.tags, self.turned, self.lost):
            held.pop(str(tag), None)  # type: ignore[attr-defined]

    def number(self, tag: int | None = None) -> int:
        """How many, or how many have the tag; nobody is looked at."""
        if tag is None:
            return self.count
        every, turned = self.tags.get(str(tag)), self.turned.get(str(tag))
        by_rule = -(-self.count // every) if every else 0
        lost = self.lost.get(str(tag), 0)
        return by_rule - lost + (turned.count - lost if turned else 0)

    def indexes(self, first: int, tag: int | None = None) -> Iterator[int]:
        """Those from `first` on, rising, or those of them who have the tag."""
        if tag is None:
            return iter(range(first, self.count))
        every, turned = self.tags.get(str(tag)), self.turned.get(str(tag))
        rule = range(-(-first // every) * every, self.count, every) if every else range(0)
        if not turned or not turned.count:
            return iter(rule)
        gained = (i for i in turned.since(first) if not self._by_rule(i, tag))
        return merge((i for i in rule if i not in turned), gained)

    def _by_rule(self, index: int, tag: int) -> bool:
        every = self.tags.get(str(tag))
        return bool(every) and index % int(every or 1) == 0
