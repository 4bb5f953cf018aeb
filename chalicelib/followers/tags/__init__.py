"""Tags (标签): WeChat's list of them, rules that say who gets one, and followers who wait to be tagged."""

from __future__ import annotations

from chalicelib.followers.tags.models import KIND_NAMES, RuleKind, Seen, Tag, TagRule, matching
from chalicelib.followers.tags.platform import (
    MOST_TAGS,
    NAME_BYTES,
    blacklisted,
    block,
    create,
    delete,
    listed,
    rename,
    tags_of_follower,
)
from chalicelib.followers.tags.store import (
    KIND,
    due,
    erase,
    kept,
    remove_rule,
    rules,
    save_rule,
    waiting,
    want,
)
from chalicelib.followers.tags.work import order, work

__all__ = [
    "KIND",
    "KIND_NAMES",
    "MOST_TAGS",
    "NAME_BYTES",
    "RuleKind",
    "Seen",
    "Tag",
    "TagRule",
    "blacklisted",
    "block",
    "create",
    "delete",
    "due",
    "erase",
    "kept",
    "listed",
    "matching",
    "order",
    "remove_rule",
    "rename",
    "rules",
    "save_rule",
    "tags_of_follower",
    "waiting",
    "want",
    "work",
]
