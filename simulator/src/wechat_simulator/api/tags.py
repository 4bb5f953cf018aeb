"""Tags and the blacklist (sheet §2.6)."""

from collections.abc import Callable
from typing import Any

from wechat_simulator.api.kf import recipient
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.api.users import PAGE, page_of
from wechat_simulator.world import followers
from wechat_simulator.world.state import Account, Follower

TAGS, NAME_BYTES = 100, 30
TAGGED_AT_ONCE, BLOCKED_AT_ONCE = 50, 20
TAGS_A_FOLLOWER = 20
FIRST_TAG = 100
SYSTEM_TAGS = (0, 1, 2)
TOO_MANY_TO_DELETE = 100_000


async def create(call: Call) -> dict[str, Any]:
    _, name = _given(call)
    _check_name(call, name)
    if len(call.account.tags) >= TAGS:
        raise ApiError(45056, "too many tags")
    tag_id = next_tag(call.account)
    call.account.tags[str(tag_id)] = name
    return {"tag": {"id": tag_id, "name": name}}


def next_tag(account: Account) -> int:
    return max([FIRST_TAG - 1, *map(int, account.tags)]) + 1


async def listed(call: Call) -> dict[str, Any]:
    return {
        "tags": [
            {"id": int(i), "name": name, "count": followers.count(call.account, int(i))}
            for i, name in call.account.tags.items()
        ]
    }


async def update(call: Call) -> dict[str, Any]:
    tag_id, name = _given(call)
    _known(call, tag_id)
    if call.account.tags[str(tag_id)] != name:
        _check_name(call, name)
    call.account.tags[str(tag_id)] = name
    return dict(OK)


async def delete(call: Call) -> dict[str, Any]:
    """Gone from everybody who had it, unless too many have it."""
    tag_id, _ = _given(call)
    _known(call, tag_id)
    if followers.count(call.account, tag_id) > TOO_MANY_TO_DELETE:
        raise ApiError(45057, "can't delete the tag that has too many fans")
    del call.account.tags[str(tag_id)]
    followers.drop_tag(call.account, tag_id)
    return dict(OK)


async def batchtagging(call: Call) -> dict[str, Any]:
    """All or nobody: one follower with twenty tags refuses the whole call (45059)."""
    tag_id = _known(call, call.number("tagid"))
    listed = _listed_followers(call, TAGGED_AT_ONCE)
    if any(len(f.tags) >= TAGS_A_FOLLOWER and tag_id not in f.tags for f in listed):
        raise ApiError(45059, "can't add too many tags to a fan")
    for follower in listed:
        followers.set_tag(call.account, follower, tag_id, on=True)
    return dict(OK)


async def batchuntagging(call: Call) -> dict[str, Any]:
    tag_id = _known(call, call.number("tagid"))
    for follower in _listed_followers(call, TAGGED_AT_ONCE):
        followers.set_tag(call.account, follower, tag_id, on=False)
    return dict(OK)


async def getidlist(call: Call) -> dict[str, Any]:
    return {"tagid_list": recipient(call, call.text("openid")).tags}


async def members(call: Call) -> dict[str, Any]:
    """A page of those who have the tag."""
    tag_id = _known(call, call.number("tagid"))
    start = call.text("next_openid")
    after = recipient(call, start) if start else None
    return page_of(followers.page(call.account, after, PAGE, tag_id))


async def blacklist(call: Call) -> dict[str, Any]:
    """A page of the blacklist; `begin_openid` is the last one of the page before."""
    start = call.text("begin_openid")
    after = recipient(call, start) if start else None
    page = followers.blocked(call.account, after, PAGE)
    return {"total": followers.blocked_count(call.account)} | page_of(page)


async def batchblacklist(call: Call) -> dict[str, Any]:
    return _block(call, "openid_list", blocked=True)


async def batchunblacklist(call: Call) -> dict[str, Any]:
    return _block(call, "openid_list", blocked=False)


def _block(call: Call, field: str, *, blocked: bool) -> dict[str, Any]:
    for follower in _listed_followers(call, BLOCKED_AT_ONCE, field):
        followers.block(call.account, follower, on=blocked)
    return dict(OK)


def _given(call: Call) -> tuple[int, str]:
    tag = call.body.get("tag")
    if not isinstance(tag, dict):
        raise ApiError(47001, "data format error")
    given = tag.get("id", 0)
    return int(given) if str(given).isdecimal() else -1, str(tag.get("name", ""))


def _check_name(call: Call, name: str) -> None:
    if not name or len(name.encode()) > NAME_BYTES:
        raise ApiError(45158, "invalid tag name size")
    if name in call.account.tags.values():
        raise ApiError(45157, "invalid tag name")


def _known(call: Call, tag_id: int) -> int:
    if tag_id in SYSTEM_TAGS:
        raise ApiError(45058, "can't modify sys tag")
    if str(tag_id) not in call.account.tags:
        raise ApiError(45159, "invalid tag id")
    return tag_id


def _listed_followers(call: Call, most: int, field: str = "openid_list") -> list[Follower]:
    openids = call.body.get(field)
    if not isinstance(openids, list) or not 1 <= len(openids) <= most:
        raise ApiError(40032, "invalid openid list size")
    return [_own(call, str(openid)) for openid in openids]


def _own(call: Call, openid: str) -> Follower:
    """49003 for an openid of another account, 40003 for none at all."""
    find: Callable[[Account, str], Follower | None] = followers.find
    others = call.platform.state.accounts.values()
    mine = find(call.account, openid)
    if mine is None and any(find(other, openid) for other in others):
        raise ApiError(49003, "not match appid with openid")
    return mine or recipient(call, openid)


ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/tags/create", create),
    Endpoint("GET", "/cgi-bin/tags/get", listed),
    Endpoint("POST", "/cgi-bin/tags/update", update),
    Endpoint("POST", "/cgi-bin/tags/delete", delete),
    Endpoint("POST", "/cgi-bin/tags/members/batchtagging", batchtagging),
    Endpoint("POST", "/cgi-bin/tags/members/batchuntagging", batchuntagging),
    Endpoint("POST", "/cgi-bin/tags/getidlist", getidlist),
    Endpoint("POST", "/cgi-bin/user/tag/get", members),
    Endpoint("POST", "/cgi-bin/tags/members/getblacklist", blacklist),
    Endpoint("POST", "/cgi-bin/tags/members/batchblacklist", batchblacklist),
    Endpoint("POST", "/cgi-bin/tags/members/batchunblacklist", batchunblacklist),
]
