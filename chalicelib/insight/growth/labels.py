"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.insight.growth.models import MarkKind, Verdict

KINDS: Final = {
    MarkKind.POLICY: "政策发布",
    MarkKind.CAMPAIGN: "活动",
    MarkKind.PUSH: "重点推送",
    MarkKind.INCIDENT: "突发事件",
}
VERDICTS: Final = {
    Verdict.RAISED: "高于平常",
    Verdict.LOWERED: "低于平常",
    Verdict.UNCLEAR: "看不出差别",
    Verdict.CONFOUNDED: "与别的标记日分不开",
    Verdict.TOO_EARLY: "七天还没过完",
    Verdict.TOO_LITTLE: "平常的日子太少，说不准",
}
