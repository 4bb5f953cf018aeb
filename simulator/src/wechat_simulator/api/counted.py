"""What the platform has counted of articles by now: a day's figures grow for some days after it (sheet §2.8)."""

from collections import Counter
from datetime import date

from wechat_simulator.api.protocol import Call
from wechat_simulator.world.days import local
from wechat_simulator.world.state import Article

SETTLES_AFTER = 3
"""Days after the first one, until a day's figures are whole."""
PAST_READ = "read:"
MARKS = {"zaikan": "zaikan_user", "like": "like_user", "collect": "collection_user"}
"""Our name of a figure → WeChat's."""


class Counted:
    """The figures of one account's articles, as far as they are counted at the time of one call."""

    def __init__(self, call: Call) -> None:
        mine = call.platform.state.articles.values()
        self.articles = [a for a in mine if a.appid == call.account.appid and a.msg_data_id]
        settings = call.account.statistics
        self.least = int(settings.get("least", 0))
        self.late = float(settings.get("late", 0.0))
        self.today = local(call.platform.now()).date()

    def delayed(self, days: list[str]) -> bool:
        """Whether figures of any of these days are still to grow."""
        return any(self._uncounted(when) > 0 for when in days)

    def readers(self, article: Article, when: str) -> Counter[str]:
        """Readers of one article on one day, by where they came from."""
        return self._shown(_scenes([article], when), when)

    def all_readers(self, when: str) -> Counter[str]:
        """Readers of all articles; who read several counts once."""
        return self._shown(_scenes(self.articles, when), when)

    def counts(self, article: Article, when: str) -> dict[str, int]:
        """The other figures of one article on one day."""
        return self._counts([article], when)

    def all_counts(self, when: str) -> dict[str, int]:
        """The other figures of all articles; who shared several counts once."""
        return self._counts(self.articles, when)

    def _counts(self, articles: list[Article], when: str) -> dict[str, int]:
        past = Counter[str]()
        for article in articles:
            past.update(article.past.get(when, {}))
        sharers = {user for a in articles for user in a.shares.get(when, {})}
        written = sum(str(local(c.at).date()) == when for a in articles for c in a.comments)
        found = {
            "share_user": len(sharers) + past["share"],
            "comment_count": written + past["comment"],
        }
        for ours, name in MARKS.items():
            users = {u for a in articles for u in a.marks.get(when, {}).get(ours, [])}
            found[name] = len(users) + past[ours]
        return {name: self._counted(number, when) for name, number in found.items()}

    def _shown(self, scenes: Counter[str], when: str) -> Counter[str]:
        return Counter({scene: self._counted(n, when) for scene, n in scenes.items()})

    def _counted(self, number: int, when: str) -> int:
        return number - round(number * self._uncounted(when))

    def _uncounted(self, when: str) -> float:
        """The share of a day that is not counted yet; none where nothing is late."""
        age = (self.today - date.fromisoformat(when)).days
        return self.late * max(0.0, 1 - (age - 1) / SETTLES_AFTER)


def _scenes(articles: list[Article], when: str) -> Counter[str]:
    readers: dict[str, str] = {}
    for article in articles:
        readers = article.reads.get(when, {}) | readers
    scenes = Counter(readers.values())
    for article in articles:
        for name, number in article.past.get(when, {}).items():
            if name.startswith(PAST_READ):
                scenes[name.removeprefix(PAST_READ)] += number
    return scenes
