"""What this version and the last release do not read of each other, each with what comes of it in the hour of an upgrade.

A change of a stored model ends up here, and whoever makes it says what an older version does that meets it: nothing that
followers, agents or editors lose may stand here. Such a change is written a deployment later (``chalicelib/shapes.py``).
With each snapshot of a release the tables begin anew.
"""

from __future__ import annotations

import re
from typing import Any, Final

UNSEEN: Final[dict[str, str]] = {
    "MATRIX LATE": "The step that begins a round of all accounts writes it, which none of its tests takes."
}
"""Kinds of items that the last release knows and of which no example is kept, each with why. Their models are held against each
other by their schemas alone."""

LATER: Final[frozenset[str]] = frozenset(
    {
        "ARTICLESOUT#{account} #SINCE",
        "ARTICLESOUT#{account} {delivery}#{number}",
        "ASKEDLATELY account",
        "ASKEDMINUTES#{account}#{day} {hhmm}#{digest}",
        "BROADCASTS#{account} product id",
        "BROADCASTS#{account} {product id}#COUNT",
        "BROADCASTWISH#{account}#{product}#{shard:02d} openid",
        "COLUMN#{id} UNIT",
        "COLUMNS#{unit} NAME#{first letter}#{name}",
        "COLUMNS#{unit} column c-…, series s-…, collection k-…",
        "CONTRIBUTED#{unit} id",
        "CONTRIBUTION#{id} CONTRIBUTION",
        "CONTRIBUTION#{id} MERGED#{other}",
        "CONTRIBUTIONS#{unit} id",
        "CONTRIBUTIONS_OPEN#{unit} id",
        "CONTRIBUTIONS_TOLD#{unit} id",
        "CONTRIBUTION_ARTICLE#{article} id",
        "CONTRIBUTION_CALL#{call} id",
        "CONTRIBUTION_CALLS#{unit} call",
        "CONTRIBUTION_POINTS#{unit}#{month} id",
        "CONTRIBUTION_SETTINGS unit",
        "FAQHITS#{account} day (2026-11-28, Asia/Shanghai)",
        "FAQMARK#{account}#{key} vote",
        "FILEUSE#{sha256} {article id}#{content key}",
        "FOLLOWER#{account}#{openid} LIVE#{product}",
        "MATERIAL#{id} UNIT",
        "MATERIALFILE#{sha256} material id",
        "MATERIALHASH#{unit} sha256",
        "MATERIALS#{unit} material id",
        "MATERIALSALL material id",
        "MATERIALSENT#{person} object key",
        "PRODUCT#{id} L#{version:06d}",
        "PRODUCT#{id} R#{number:05d}",
        "PRODUCT#{id} SEEN#{person}",
        "PRODUCT#{id} UNIT",
        "PRODUCTS#{unit} product id",
        "PRODUCTSETS unit",
        "QUESTIONS#{unit} question id",
        "QUIZATTEMPT#{attempt} ATTEMPT",
        "QUIZCOUNT#{account}#{quiz} DAY#{day}#{shard:02d}",
        "QUIZCOUNT#{account}#{quiz} QUESTIONS#{shard:02d}",
        "QUIZRATE#{account}#{quiz}#{shard} ALL#{minute}",
        "QUIZRATE#{hash of a network} {account}#{quiz}#{minute}",
        "QUIZSALT day",
        "QUIZTRIES#{hash of a visitor's cookie} {account}#{quiz}#{day}",
        "RELAY#{relay} RELAY",
        "RELAYARTICLE#{article} {relay}#{step}",
        "RELAYS#{unit} relay",
        "RELAYSTEPS#{unit} {relay}#{step}",
        "SERIESOF#{article} series",
        "TAKEDOWN#{takedown} SCOPE#{number:05d}",
        "TOPICPRODUCT#{topic} product id",
        "WORK#{account} {kind}#{id}",
    }
)
"""Kinds that the last release does not know, so none of its examples can be kept."""

GONE: Final = {
    "FAQMARK#{}#{} hit, vote": "Votes alone are marked now; marks of hits end by themselves.",
    "DESK#{} EXTERNAL": "It was documented so; both versions call it OUTSIDE.",
}
"""Kinds that this version documents no more, or otherwise."""

_REMINDER: Final = "Made on the new page of live streams alone. An old function fails at it, and the sweep queues it again for the new one; an old page that lists it fails."
_ORDERED: Final = "Made at the new board alone. An old board of this unit cannot be opened until its function is replaced; nothing is lost (docs/operate.md §7)."

REFUSED: Final = {
    "NOTICELISTS#{account} list id / NoticeList /purpose: live_reminder": _REMINDER,
    "FOLLOWER#{account}#{openid} NOTE#{digest} / Sending /purpose: live_reminder": _REMINDER,
    "NOTICES#{account} PURPOSE#{purpose} / Wiring /purpose: live_reminder": _REMINDER,
    "ORDER#{order} ROUND#{round} / Round /kind: remind": "A reminder waits in the table, and the sweep brings it to the new version.",
    "TAKEDOWN#{takedown} AT#{unit} / Checklist /places/-/kind: draft, policy": "A search of the new version finds more places; an old one that meets them fails and is swept again.",
    "TOPICS#{unit} topic id / Topic /origin: contribution": _ORDERED,
    "TOPICS#{unit} topic id / Topic /assignments/-/form: ebook, live, mindmap, quiz": _ORDERED,
}
"""What the last release does not take of what this version may write."""

FORGOTTEN: Final = {
    "ARTICLES#{unit} article id / StoredArticle /series": "An article that an old console takes a step on stands in its series again with its next revision.",
    "ORDER#{order} ORDER / Order /proposed": "A supplement that waited for a second person is proposed again; none was sent.",
    "DELIVERIES#{account} delivery id / Delivery /pieces/-/unit": "Without it a piece is taken to be of the unit that its account belongs to, or looked up, as before.",
    "DELIVERIES#{account} delivery id / Delivery /drafted_as": "Without it the draft is compared as before: read back from WeChat.",
    "TAKEDOWN#{takedown} CASE / Takedown /learnt": "What links lead to is learnt again from the checklists, in the next round.",
    "TOPICS#{unit} topic id / Topic /assignments/-/product": "`TOPICPRODUCT` items say it too.",
    "TOPICS#{unit} topic id / Topic /assignments/-/reminded_at": "Somebody may be reminded a second time within the hour.",
}
"""Fields that the last release leaves out when it writes a document of this version again."""

_WHOLE: Final = frozenset({"html", "base64", "url"})
"""Fields that hold a whole page or file, which may look otherwise, or an address that is signed anew each time."""
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def first_difference(less: Any, more: Any, path: str = "") -> str:
    """Where ``more`` says something else than ``less``; empty where it says all of it. It may say more of each thing."""
    if isinstance(less, dict) and isinstance(more, dict):
        found = (
            first_difference(value, more.get(name), f"{path}/{name}")
            for name, value in less.items()
            if name not in _WHOLE
        )
        return next((one for one in found if one), "")
    if isinstance(less, list) and isinstance(more, list):
        lacking = (
            one for one in less if not any(first_difference(one, other) == "" for other in more)
        )
        return next((f"{path}/-: {str(one)[:160]!r} is not there" for one in lacking), "")
    if isinstance(less, str) and isinstance(more, str):
        less, more = _MOMENT.sub("…", less), _MOMENT.sub("…", more)
    return "" if less == more else f"{path}: {str(less)[:80]!r}, {str(more)[:80]!r}"
