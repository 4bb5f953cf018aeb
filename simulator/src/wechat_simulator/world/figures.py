"""Figures counted per day as things happen; the statistics calls read them (sheet §2.8)."""

from wechat_simulator.world.days import day
from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account, Article, Follower

SOURCES = {"ADD_SCENE_SEARCH": 1, "ADD_SCENE_QR_CODE": 30}
OTHER_SOURCE, OTHER_TYPE = 0, 5
TYPES = {"text": 1, "image": 2, "voice": 3, "video": 4, "shortvideo": 4, "link": 6}


def source(follower: Follower) -> int:
    """The `user_source` of the statistics for the way this follower came."""
    return SOURCES.get(follower.subscribe_scene, OTHER_SOURCE)


def message(platform: Platform, account: Account, follower: Follower, kind: str) -> None:
    """Count a message; its sender counts as one user a day and type."""
    number, today = TYPES.get(kind, OTHER_TYPE), day(platform.now())
    add(platform, account, f"msg:{number}")
    wrote = f"{today}:{number}"
    if wrote not in follower.wrote:
        follower.wrote = [w for w in follower.wrote if w.startswith(today)] + [wrote]
        add(platform, account, f"msguser:{number}")


def add(platform: Platform, account: Account, what: str, by: int = 1) -> None:
    """Add to a figure of the platform's current day."""
    today = account.stats.setdefault(day(platform.now()), {})
    today[what] = today.get(what, 0) + by


def at_most(platform: Platform, account: Account, what: str, value: int) -> None:
    """Keep the greatest value of the day."""
    today = account.stats.setdefault(day(platform.now()), {})
    today[what] = max(today.get(what, 0), value)


def read(platform: Platform, article: Article, user: str, scene: str) -> None:
    """Count a reader; the first scene of the day counts."""
    article.reads.setdefault(day(platform.now()), {}).setdefault(user, scene)
    platform.touch()


def share(platform: Platform, article: Article, user: str, scene: str) -> None:
    article.shares.setdefault(day(platform.now()), {}).setdefault(user, scene)
    platform.touch()


def mark(platform: Platform, article: Article, user: str, what: str) -> None:
    """Count 在看, 点赞 or 收藏 (`zaikan`, `like`, `collect`); a user counts once an article."""
    if any(user in marked.get(what, []) for marked in article.marks.values()):
        return
    article.marks.setdefault(day(platform.now()), {}).setdefault(what, []).append(user)
    platform.touch()
