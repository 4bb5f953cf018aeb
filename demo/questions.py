"""What a day of followers writes to the demo: drawn from its own rules, questions and documents.

Nothing here is tuned to what the robot can do: the made-up people add greetings, swallow characters, tell their
story first, ask for what nobody knows, send pictures and tap what they are offered.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from html import unescape
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

from chalicelib import conversation, knowledge
from demo.accounts import Demo

Message = dict[str, Any]
"""As the simulator's control API takes it (``send``)."""

CHATTER: Final = (
    "你好", "在吗", "谢谢", "好的", "嗯", "哦哦", "。", "？", "1", "早上好", "辛苦了", "收到", "再见",
    "[微笑]", "[玫瑰][玫瑰]", "👍", "🙏🙏", "😂", "……", "hello",
)  # fmt: skip
UNKNOWN: Final = (
    "今晚吃什么", "青溪明天下雨吗", "孩子上小学要什么材料", "身份证丢了去哪补", "公积金怎么提取",
    "驾照到期换证", "你是机器人吗", "给我讲个笑话", "怎么办护照", "居住证续签", "医院挂号怎么约",
    "路灯坏了找谁", "宠物狗怎么办证", "高考成绩什么时候出", "WiFi密码多少", "how to register a company",
    "物业费纠纷找谁投诉", "退伍军人优待证", "老年公交卡年检", "小区停车收费标准",
)  # fmt: skip
RUDE: Final = ("你们这什么垃圾系统", "废物，答非所问", "有病吧，说了半天没用")
BEFORE: Final = ("", "", "", "请问", "您好，", "你好，请问", "老师，", "麻烦问一下，", "咨询一下", "急！")  # fmt: skip
AFTER: Final = ("", "", "", "？", "？？", "呢", "啊", "，谢谢", "，在线等", "，求解答")
STORIES: Final = (
    "我是{who}，前几天去大厅，窗口的人让我在网上办，我弄了半天也没弄明白，手机上提示的我也看不懂。想问一下{question}",
    "{question}，我是{who}，上个月打过一次电话，说的和网上看到的不一样，所以再来确认一下，麻烦说详细点",
    "您好，情况是这样的：我是{who}，之前都是别人帮忙弄的，现在要自己办了。{question}？需要准备什么？",
)
PEOPLE: Final = ("个体户", "刚毕业的学生", "公司会计", "退休工人", "外地来的", "开网店的", "装修队的", "村里的代办员")  # fmt: skip

_LINK: Final = re.compile(r'<a href="(weixin://bizmsgmenu\?[^"]*)">')
_RATHER: Final = (
    ("怎么", "如何"), ("什么时候", "几时"), ("哪里", "什么地方"), ("多少", "几"), ("怎么办", "咋整"),
    ("可以", "能不能"), ("缴", "交"), ("办理", "办"), ("个人所得税", "个税"), ("吗", "不"),
)  # fmt: skip


class Planned(NamedTuple):
    """One message of the day, or a tap on what was offered before it."""

    kind: str
    message: Message
    taps: bool = False
    """Tap a link of the last answer instead, if it has one."""


def day(demo: Demo, number: int, chance: random.Random) -> list[Planned]:
    """``number`` messages in a random order; the same for the same chance."""
    kinds = _kinds(demo)
    names, weights = list(kinds), [kinds[name][0] for name in kinds]
    drawn = chance.choices(names, weights, k=number)
    return [Planned(name, kinds[name][1](chance), taps=name == "点链接") for name in drawn]


def links(shown: str) -> list[Message]:
    """The taps that an answer offers, as the phone would send them."""
    found = []
    for address in _LINK.findall(shown):
        query = parse_qs(urlsplit(unescape(address)).query)
        if "msgmenucontent" in query and "msgmenuid" in query:
            found.append(
                _text(query["msgmenucontent"][0], bizmsgmenuid=query["msgmenuid"][0]),
            )
    return found


Draw = Callable[[random.Random], Message]


def _kinds(demo: Demo) -> dict[str, tuple[int, Draw]]:
    """Kind of message → weight, and how one is drawn."""
    rules = conversation.rules_file.read(demo.rules.name, demo.rules.read_bytes()).rules.rules
    keywords = [word for rule in rules for word in (*rule.exact, *rule.contains)]
    entries = knowledge.files.read_faq(demo.faq.name, demo.faq.read_bytes()).kept
    asked = [text for one in entries for text in (one.question, *one.variants)]
    papers = knowledge.files.read_policies(demo.policies.name, demo.policies.read_bytes()).kept
    numbers = [one.number for one in papers if one.number]

    def of(texts: list[str] | tuple[str, ...]) -> Draw:
        return lambda chance: _text(chance.choice(texts))

    return {
        "关键词": (16, of(keywords)),
        "原样提问": (12, of(asked)),
        "换句话问": (26, lambda chance: _text(_said_otherwise(chance.choice(asked), chance))),
        "长篇来龙去脉": (7, lambda chance: _text(_story(chance.choice(asked), chance))),
        "文号": (4, lambda chance: _text(_about(chance.choice(numbers), chance))),
        "点链接": (12, lambda chance: _text(chance.choice(asked))),
        "无关的事": (8, of(UNKNOWN)),
        "寒暄与表情": (7, of(CHATTER)),
        "图片": (3, lambda _: {"type": "image", "media_id": "photo", "pic_url": "http://127.0.0.1/"}),
        "语音": (2, lambda chance: _voice(chance.choice(asked), chance)),
        "转人工": (2, of(("转人工", "人工", "人工客服"))),
        "不文明": (1, of(RUDE)),
    }  # fmt: skip


def _text(content: str, **more: str) -> Message:
    return {"type": "text", "content": content, **more}


def _voice(text: str, chance: random.Random) -> Message:
    heard = f"{text}。" if chance.random() < 0.7 else ""
    return {"type": "voice", "media_id": "voice", "format": "amr", "recognition": heard}


def _said_otherwise(text: str, chance: random.Random) -> str:
    """Other words here and there, a character lost or doubled, something before and after."""
    for word, other in _RATHER:
        if word in text and chance.random() < 0.5:
            text = text.replace(word, other, 1)
            break
    if len(text) > 6 and chance.random() < 0.25:
        at = chance.randrange(1, len(text) - 1)
        text = text[:at] + (text[at] * 2 if chance.random() < 0.3 else "") + text[at + 1 :]
    return chance.choice(BEFORE) + text + chance.choice(AFTER)


def _story(text: str, chance: random.Random) -> str:
    return chance.choice(STORIES).format(who=chance.choice(PEOPLE), question=text)


def _about(number: str, chance: random.Random) -> str:
    number = number.replace("〔", "[").replace("〕", "]") if chance.random() < 0.4 else number
    return chance.choice(("{}", "{}还有效吗", "请问{}讲的是什么", "我要看{}的解读")).format(number)
