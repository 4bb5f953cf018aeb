"""Tags and the blacklist at WeChat (sheet §2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from chalicelib import accounts
from chalicelib.followers.errors import BadTag
from chalicelib.followers.tags.models import Tag

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient

NAME_BYTES: Final = 30
MOST_TAGS: Final = 100
AT_ONCE: Final = 50
BLOCKED_AT_ONCE: Final = 20
_MOST_TO_DELETE: Final = 100_000


def listed(account_id: str) -> list[Tag]:
    """The tags of an account, asked of WeChat. Raises ``UnknownAccount``, ``SecretsMissing`` or ``WeChatError``."""
    return [Tag.model_validate(one) for one in _client(account_id).tag.get()]


def create(account_id: str, name: str) -> Tag:
    """Make a tag. Raises ``BadTag`` before WeChat would refuse it, or ``WeChatError``."""
    there = listed(account_id)
    _check_name(name, there)
    if len(there) >= MOST_TAGS:
        raise BadTag(f"一个公众号最多 {MOST_TAGS} 个标签，请先删除不用的。")
    return Tag.model_validate(_client(account_id).tag.create(name))


def rename(account_id: str, tag: int, name: str) -> None:
    """Give a tag another name. Raises ``BadTag`` or ``WeChatError``."""
    there = listed(account_id)
    known(there, tag)
    _check_name(name, [one for one in there if one.id != tag])
    _client(account_id).tag.update(tag, name)


def delete(account_id: str, tag: int) -> Tag:
    """Delete a tag; returns what it was. Raises ``BadTag`` or ``WeChatError``."""
    one = known(listed(account_id), tag)
    if one.count > _MOST_TO_DELETE:
        raise BadTag(f"标签“{one.name}”有 {one.count} 位粉丝，超过 10 万的微信不许删除。")
    _client(account_id).tag.delete(tag)
    return one


def known(there: Sequence[Tag], tag: int) -> Tag:
    """One of these tags that may be changed. Raises ``BadTag``."""
    one = next((one for one in there if one.id == tag), None)
    if one is None:
        raise BadTag(f"没有编号为 {tag} 的标签。")
    if one.system:
        raise BadTag(f"“{one.name}”是微信的系统标签，不能改动。")
    return one


def tags_of_follower(account_id: str, openid: str) -> list[int]:
    """The tags of one follower, asked of WeChat. Raises ``WeChatError``."""
    return [int(one) for one in _client(account_id).tag.get_user_tag(openid)]


class Blacklist(NamedTuple):
    """A page of the blacklist."""

    total: int
    openids: tuple[str, ...]
    next: str


def blacklisted(account_id: str, after: str = "") -> Blacklist:
    """A page of those who are blocked, asked of WeChat. Raises ``WeChatError``."""
    told: dict[str, Any] = _client(account_id).tag.get_black_list(after or None)
    openids = tuple(str(one) for one in (told.get("data") or {}).get("openid", ()))
    return Blacklist(int(told.get("total", 0)), openids, str(told.get("next_openid") or ""))


def block(account_id: str, openids: Sequence[str], *, blocked: bool) -> None:
    """Block up to twenty followers, or let them go. Raises ``BadTag`` for more or none, or ``WeChatError``."""
    if not 1 <= len(openids) <= BLOCKED_AT_ONCE:
        raise BadTag(f"一次 1 至 {BLOCKED_AT_ONCE} 位粉丝。")
    tags = _client(account_id).tag
    (tags.batch_black_list if blocked else tags.batch_unblack_list)(list(openids))


def _check_name(name: str, there: Sequence[Tag]) -> None:
    if not name.strip() or len(name.encode()) > NAME_BYTES:
        raise BadTag("标签名不能为空，最多 30 字节（10 个汉字）。")
    if any(one.name == name for one in there):
        raise BadTag(f"已经有标签“{name}”。")


def _client(account_id: str) -> AccountClient:
    return accounts.wechat_client(account_id)
