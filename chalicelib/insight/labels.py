"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.conversation import Rung
from chalicelib.insight.inquiries.models import InquiryState

ANSWER_KINDS: Final = {Rung.FAQ: "问答", Rung.CONTAINS: "规则", Rung.SERVICE: "服务"}
"""Kinds of ``AnswerStats``."""
INQUIRY_STATES: Final = {
    InquiryState.RUNNING: "查询中",
    InquiryState.DONE: "已完成",
    InquiryState.FAILED: "没有完成",
    InquiryState.CANCELLED: "已取消",
}
