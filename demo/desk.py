"""The demo's desk: two agents of the province in one team, canned replies, and a scoring sheet of the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from chalicelib import desk
from chalicelib.actor import local
from chalicelib.clock import utc_now
from demo.accounts import PROVINCE
from demo.newsroom import STAFF

SETTER: Final = local("zong1")
AGENTS: Final[tuple[dict[str, Any], ...]] = (
    {"id": "zuo1", "skills": ["个人所得税处", "社会保险费处", "纳税服务处"]},
    {"id": "zuo2", "skills": ["货物和劳务税处", "企业所得税处"]},
)
"""Skills are departments of the demo's questions: what the robot found last decides who gets the session."""
CANNED: Final = {
    "问候": "您好，这里是云岭省税务局，请问有什么可以帮您？",
    "稍候": "请稍等，我查一下，马上答复您。",
    "隐私": "为保护您的隐私，请不要在这里发身份证号、银行卡号。",
    "大厅": "这件事要到办税服务厅当面办理，请带好身份证件。各厅的地址和上班时间，回复“办税厅”可以看到。",
    "结束语": "感谢您的咨询。之后还有问题，随时给我们留言。",
}
SHEET: Final = (
    {"id": "correct", "name": "答复正确", "points": 40, "hint": "政策依据准确，没有答错、漏答"},
    {"id": "complete", "name": "解决问题", "points": 20, "hint": "问题都答到，说清下一步"},
    {"id": "timely", "name": "及时", "points": 15, "hint": "没有让人久等"},
    {"id": "plain", "name": "说得明白", "points": 15, "hint": "用对方的话说，不念条文"},
    {"id": "privacy", "name": "保护隐私", "points": 10, "hint": "没有索要不必要的个人信息"},
)


def fill() -> Iterator[str]:
    """Do the steps that are not done yet and yield a line for each; what people changed since stays."""
    yield "agents unchanged" if desk.presences(PROVINCE.id) else _agents()
    if desk.canned(PROVINCE.id):
        yield "canned replies unchanged"
    else:
        desk.setup.import_canned(PROVINCE.id, CANNED, by=SETTER, now=utc_now())
        yield f"{len(CANNED)} canned replies"
    if desk.quality.own_sheet(PROVINCE.id) is None:
        desk.quality.set_sheet(PROVINCE.id, SHEET, 0, by=SETTER, now=utc_now())
        yield "scoring sheet set"


def _agents() -> str:
    names = {one.id: one.name for one in STAFF}
    now = utc_now()
    for agent in AGENTS:
        fields = {**agent, "name": names[agent["id"]]}
        desk.setup.add_agent(PROVINCE.id, fields, by=SETTER, now=now)
    team = {"name": "咨询组", "lead": AGENTS[0]["id"]}
    desk.setup.set_team(PROVINCE.id, "desk", team, by=SETTER, now=now)
    # Whoever tries the demo, does so at any hour.
    desk.setup.set_hours(PROVINCE.id, None, by=SETTER, now=now, spans="00:00-23:59", weekdays="1-7")
    return f"{len(AGENTS)} agents added"
