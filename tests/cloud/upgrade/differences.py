"""What this version and the last release do not read of each other, each with what comes of it in the hour of an upgrade.

A change of a stored model ends up here, and whoever makes it says what an older version does that meets it: nothing that
followers, agents or editors lose may stand here. Such a change is written a deployment later (``chalicelib/shapes.py``).
With each snapshot of a release the tables begin anew.
"""

from __future__ import annotations

import re
from typing import Any, Final

UNSEEN: Final[frozenset[str]] = frozenset(
    {
        "ARTICLE#{id} SEEN#{person}",
        "ASSISTANT#{account} DAY#{yyyymmdd}",
        "AUDITCHAIN HEAD",
        "AUDITCHAIN L#{number:010d}",
        "AUDITCHAIN SEEN#{time}#{event}",
        "AUDITCHAIN VERIFIED#{unit}",
        "BEARER#{id} MINUTE#{minute}",
        "CATALOGUE#{unit} LINK#{service}",
        "CHANGES#{topic} CHANGES",
        "CHECKUPS account id",
        "CONNECTION#{connection} CONNECTION",
        "DESK#{account} EXTERNAL",
        "DRESSINGS account",
        "FOLLOWER#{account}#{openid} SAID#{ms:013d}#{random}, SAID#K{digest}#{n}",
        "FOLLOWER#{account}#{openid} TAG#{tag}",
        "HOTLINE#{account} BREAKER",
        "HOTLINE#{account}#{case} IN#{event}",
        "HOTTOPICS#{day} account",
        "INDICATORS unit",
        "INDICATORS#{unit} V#{version:06d}",
        "INQUIRY#{id} STATE",
        "INSPECTION_NOTICES#{unit} paper id",
        "INSPECTION_NOTICE_TEXTS {unit}#{kind}",
        "LINKSEEN#{digest} LINK",
        "MARKS#{account} {day}#{random}",
        "MATRIX LATE",
        "NUMBERS#{account} ARTICLE#{day}#{msg_data_id}_{index:03d}",
        "NUMBERS#{account} DAY#{call}#{day}",
        "NUMBERS#{account} PROGRESS",
        "ONCE#{person} digest of the key",
        "PERMITTED {unit}#{digest}",
        "QRCODES#{account} CODE#{scene}",
        "QRCODES#{account} COUNT",
        "QTOPICS#{account} DECIDED#{topic}",
        "QTOPICS#{account} LAST#{topic}",
        "QTOPICS#{account} SPIKE#{topic}#{yyyymmddhh}",
        "QTOPICS#{account}#{day} topic",
        "REPORTS#{place} report id",
        "REPORT_SCHEDULES#{place} week or month",
        "ROLL#{account} ERASED#{mark:08x}#{digest}",
        "ROLL#{account} ROLL",
        "ROLL#{account} SYNC",
        "SCORES#{account}#{day} session id",
        "SIGN-IN#{digest of state} BEGUN",
        "STATS#{account} day (2026-11-28)",
        "STATSDUE CLAIM",
        "STATSDUE {day}#{account}",
        "TAGS#{account} RULE#{id}",
        "TAGS#{account} WANTED#{tag}#{openid}",
        "TAGS#{account} WORK",
        "TAKEDOWN#{takedown} PART#{round}#{number:05d}",
        "TICKET#{digest} TICKET",
        "TOPICARTICLE#{article} topic id",
        "TOPICCLUSTER#{account} {question topic}#{topic id}",
        "TOPICENTRY#{account} topic id",
        "UNITNUMBERS#{unit} day (2026-11-28)",
        "UNITSTATS#{unit} ACCOUNTS#{day}",
        "UNITSTATS#{unit} FIGURES#{day}",
        "UNITSTATS#{unit} ORDER#{measure}#{day}",
        "UNITSTATS#{unit} SUMS#{group}#{day}",
        "UNITSTATS#{unit} TOTALS#{day}",
        "WALLPAIRING#{code} PAIRING",
        "WATCHERS#{topic} connection",
    }
)
"""Kinds of items of which no example is kept. Their models are held against each other by their schemas alone."""

GONE: Final = {
    "FAQMARK#{}#{} hit, vote": "Votes alone are marked now; marks of hits end by themselves."
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
