"""The skeleton of a step's article, and the words that lead to the next step. Pure."""

from __future__ import annotations

import re
from typing import Final

from chalicelib.relays.models import Relay, RelayStep, StepState

SKELETON: Final = """> 本文是“{接龙}”的第 {序号} 棒，共 {总数} 棒。

{要点}

（请在这里写正文。）

{交棒}

点击文末“阅读原文”，看这场接龙的全部内容。
"""
"""The house's own. 阅读原文 leads to the relay's page: WeChat opens no other address from the body of an article."""
LAST: Final = "这是最后一棒，感谢一路同行。"
_FIELD: Final = re.compile(r"\{([^{}\s]{1,8})\}")
FIELDS: Final = ("接龙", "序号", "总数", "标题", "单位", "公众号", "要点", "交棒")
_MARKED: Final = re.compile(r"([\\`*_\[\]<>#|~])")
_PASSED_OVER: Final = frozenset({StepState.SKIPPED, StepState.GONE})


def following(relay: Relay, number: int) -> RelayStep | None:
    """The step that the one of this number leads to: the next that is neither skipped nor taken down."""
    return next(
        (one for one in relay.steps if one.number > number and one.state not in _PASSED_OVER), None
    )


def hand_on(relay: Relay, number: int) -> str:
    """The words that lead to the next step: ``下一棒：青溪县税务局，第二计 声东击西。``"""
    after = following(relay, number)
    if after is None:
        return LAST
    return f"下一棒：{plain(after.unit_name or after.account_name)}，{plain(after.title)}。"


def hand_on_old(relay: Relay, step: RelayStep) -> bool:
    """Whether the words in a step's article, which is not out yet, lead to a step that is not the next any more."""
    return bool(step.hand_on) and step.open and step.hand_on != hand_on(relay, step.number)


def body(relay: Relay, step: RelayStep) -> str:
    """The skeleton with what is known of this step, as Markdown. A skeleton without ``{交棒}`` gets it at its end."""
    skeleton = relay.template.strip() or SKELETON.strip()
    if "{交棒}" not in skeleton:
        skeleton += "\n\n{交棒}"
    known = {
        "接龙": plain(relay.title),
        "序号": str(step.number),
        "总数": str(len(relay.steps)),
        "标题": plain(step.title),
        "单位": plain(step.unit_name),
        "公众号": plain(step.account_name),
        "要点": step.text.strip(),
        "交棒": hand_on(relay, step.number),
    }
    filled = _FIELD.sub(lambda found: known.get(found[1], found[0]), skeleton)
    return re.sub(r"\n{3,}", "\n\n", filled).strip() + "\n"


def unknown_fields(template: str) -> list[str]:
    """What stands in braces in a skeleton and is none of ``FIELDS``."""
    return [one for one in dict.fromkeys(_FIELD.findall(template)) if one not in FIELDS]


def with_hand_on(text: str, old: str, new: str) -> str | None:
    """The text with the words to the next step put right; None where the old ones do not stand there."""
    if new in text:
        return text
    return text.replace(old, new) if old and old in text else None


def plain(text: str) -> str:
    """Words that mean nothing in Markdown."""
    return _MARKED.sub(r"\\\1", text.strip())
