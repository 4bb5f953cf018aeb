"""A unit under inspection: a finding with a file as evidence, one that was put right, and a notice of the quarter."""

from __future__ import annotations

import base64

from chalicelib import inspection
from chalicelib.actor import local
from chalicelib.application import inspection_files, inspection_notices
from chalicelib.clock import utc_now
from chalicelib.inspection import Ended, Inspected, Place, PlaceKind
from chalicelib.inspection_notices import CheckMethod, PaperKind
from chalicelib.jobs import Silent
from tests.cloud.console.cases.inspection_notices import PIXEL

OPS = local("ops")


def fill(account: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids of its things by the names that routes give them."""
    now = utc_now()
    seen = {
        "run": "r-20261130-night",
        "account": account,
        "unit": account,
        "at": now,
        "rules": "0",
        "ended": Ended.WHOLE,
        **dict.fromkeys(("calls", "places", "links", "publications", "originals"), 3),
        **dict.fromkeys(("new", "again", "gone", "veto", "deduction"), 0),
        "points": 100,
        "passed": True,
        "unread": (f"附件《{mark}》是扫描件，没有文字",),
    }
    inspection.finish(Inspected.model_validate(seen), now)
    picture = base64.b64decode(PIXEL)
    kept = inspection_files.keep(account, f"{mark}截图.png", picture, by=OPS)
    made = [
        inspection.add_finding(
            account,
            indicator,
            Place(kind=PlaceKind.ARTICLE, id=str(n), label=f"{mark}通知", url="https://x.cn/a"),
            f"{mark}：{said}",
            by=OPS,
            now=now,
            evidence=[kept.ref, "https://x.cn/a", f"{mark}截图"],
        )
        for n, (indicator, said) in enumerate(
            (("silent", "两周没有更新"), ("wrong-word", "错字"), ("dead-link", "链接打不开"))
        )
    ]
    quarter = f"{now.year}-Q{(now.month - 1) // 3 + 1}"
    wanted = inspection_notices.wanted_of(
        PaperKind.NOTICE, account, quarter, CheckMethod.ALL, 100, "", now=now
    )
    notice = inspection_notices.make_now(wanted, by=OPS, now=now, told=Silent())
    return {
        "finding": made[0].id,
        "finding_file": kept.ref,
        "inspection_notice": notice.id,
    }
