"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.conversation import Rung

ANSWER_KINDS: Final = {Rung.FAQ: "问答", Rung.CONTAINS: "规则", Rung.SERVICE: "服务"}
"""Kinds of ``AnswerStats``."""
