"""订阅通知 on the phone: the pop-up, its answers, the follower's own settings, and what they allow an account to send."""

from typing import Any

from wechat_simulator.activity.jobs import system_event
from wechat_simulator.activity.phone_actions import ImpossibleError
from wechat_simulator.wire.callbacks import Delivered, deliver
from wechat_simulator.wire.xml import Repeated
from wechat_simulator.world.platform import Platform, UnknownError
from wechat_simulator.world.state import Account, Follower

ACCEPT, REJECT = "accept", "reject"
ONE_TIME, LONG_TERM = 2, 3
IN_PAGE, IN_ARTICLE = 1, 2
ASKED_AT_ONCE = 5


async def answer(
    platform: Platform,
    account: Account,
    follower: Follower,
    answers: dict[str, str],
    *,
    keep: bool = False,
    scene: int = IN_ARTICLE,
) -> tuple[dict[str, str], Delivered]:
    """The pop-up's end: one answer a template. A choice that the follower keeps stands, whatever is given.

    Args:
        answers: template id → `accept` or `reject`, one to five, either all one-time or all long-term.
        keep: 总是保持以上选择，不再询问; there is none for long-term templates, which are asked once anyway.
        scene: 1 in a web page, 2 in an article.

    Returns:
        The answers that stand, and what came of the event that tells the account.
    """
    templates = [_template(account, name) for name in answers]
    if not 1 <= len(templates) <= ASKED_AT_ONCE:
        raise ImpossibleError(f"a pop-up asks for one to {ASKED_AT_ONCE} templates")
    if len({template["type"] for template in templates}) > 1:
        raise ImpossibleError("one-time and long-term templates are not asked for together")
    standing = {name: standing_answer(follower, name) or given for name, given in answers.items()}
    for template in templates:
        _take(follower, template, standing[template["priTmplId"]], keep=keep)
    entries = Repeated(
        {"TemplateId": name, "SubscribeStatusString": given, "PopupScene": scene}
        for name, given in standing.items()
    )
    what = "subscribe_msg_popup_event"
    told = await _tell(platform, account, follower, what, "SubscribeMsgPopupEvent", entries)
    return standing, told


async def manage(
    platform: Platform, account: Account, follower: Follower, name: str, given: str
) -> Delivered:
    """The follower's own settings: a refusal ends every consent; an agreement is one to long-term templates only."""
    template = _template(account, name)
    follower.notice_choices[name] = given
    follower.notices_standing = [one for one in follower.notices_standing if one != name]
    if given == REJECT:
        follower.notices.pop(name, None)
    elif template["type"] == LONG_TERM:
        follower.notices_standing.append(name)
    entry = {"TemplateId": name, "SubscribeStatusString": given}
    what = "subscribe_msg_change_event"
    entries = Repeated([entry])
    return await _tell(platform, account, follower, what, "SubscribeMsgChangeEvent", entries)


def standing_answer(follower: Follower, name: str) -> str:
    """The answer that is no longer asked for; empty where the pop-up asks."""
    if name in follower.notices_standing:
        return ACCEPT
    return follower.notice_choices.get(name, "")


def use(follower: Follower, name: str) -> bool:
    """Take the right to send one notice; a long-term consent lasts. False without any."""
    if name in follower.notices_standing:
        return True
    if follower.notices.get(name, 0) < 1:
        return False
    follower.notices[name] -= 1
    return True


async def tell_sent(
    platform: Platform, account: Account, openid: str, sent: dict[str, Any]
) -> None:
    """What became of a notice: `sent` has TemplateId, MsgID, ErrorCode and ErrorStatus."""
    fields = system_event(platform, account, "subscribe_msg_sent_event")
    fields |= {"FromUserName": openid, "SubscribeMsgSentEvent": {"List": Repeated([sent])}}
    await deliver(platform, account, fields)


def _take(follower: Follower, template: dict[str, Any], given: str, *, keep: bool) -> None:
    name = template["priTmplId"]
    if template["type"] == LONG_TERM:
        if given == ACCEPT and name not in follower.notices_standing:
            follower.notices_standing.append(name)
        return
    if given == ACCEPT:
        follower.notices[name] = follower.notices.get(name, 0) + 1
    if keep:
        follower.notice_choices[name] = given


def _template(account: Account, name: str) -> dict[str, Any]:
    if name not in account.notice_templates:
        raise UnknownError(f"no template {name}")
    return account.notice_templates[name]


async def _tell(
    platform: Platform,
    account: Account,
    follower: Follower,
    event: str,
    part: str,
    entries: Repeated,
) -> Delivered:
    platform.tell("changed", {})
    fields = system_event(platform, account, event)
    fields |= {"FromUserName": follower.openid, part: {"List": entries}}
    return await deliver(platform, account, fields)
