"""Faults: failures of the platform, switched on per account.

A fault is aimed at an API path or at an event and strikes the nth call, or with a probability. The
same seed strikes the same calls, so a test can repeat it.
"""

import fnmatch
import random
from dataclasses import dataclass
from typing import Any

from wechat_simulator.world.state import Account, Fault


@dataclass(frozen=True)
class Kind:
    """One way to fail.

    Attributes:
        at: what it is aimed at: `call` (an API path), `push` (an event or message on its way to
            the account) or `job` (a mass send or publication, named by its finish event).
        label: what the switch on the platform page says.
        options: what may be set beside path and time, with defaults.
        path: its aim by default.
    """

    at: str
    label: str
    options: dict[str, Any]
    path: str = "*"


MASS_SENDS = "/cgi-bin/message/mass/send*"
KINDS = {
    "drop_before": Kind("call", "未执行，连接断开", {}),
    "drop_after": Kind("call", "已执行，连接断开", {}),
    "busy_before": Kind("call", "未执行，返回 -1", {}),
    "busy_after": Kind("call", "已执行，返回 -1", {}),
    "slow": Kind("call", "响应缓慢", {"seconds": 3.0}),
    "token_invalid": Kind("call", "凭证无效 40001", {}),
    "token_elsewhere": Kind("call", "凭证被别处换走", {}),
    "clientmsgid_exists": Kind("call", "首次群发即返回 45065", {}, MASS_SENDS),
    "clientmsgid_too_fast": Kind("call", "首次群发即返回 45066", {}, MASS_SENDS),
    "error": Kind(
        "call", "返回指定错误码", {"code": 45009, "text": "reach max api daily quota limit"}
    ),
    "event_lost": Kind("push", "事件丢失", {}),
    "event_doubled": Kind("push", "事件重复", {}),
    "event_at_once": Kind("push", "两份事件同时到达", {}),
    "event_reordered": Kind("push", "事件乱序", {}),
    "text_broken": Kind("push", "文字以半个字符结尾", {}),
    "empty_as_newline": Kind("push", "空的部分写成换行", {}),
    "event_early": Kind("job", "事件先于接口应答", {}),
    "partial_audience": Kind("job", "部分粉丝未送达", {"share": 0.3}),
    "review_rejected": Kind("job", "审核不通过", {"code": 20008}),
    "status_joined": Kind("job", "群发结果写作 sendsuccess", {}, "MASSSENDJOBFINISH"),
    "notice_failed": Kind(
        "job",
        "订阅通知未送达",
        {"code": 43101, "text": "user refuse to accept the msg"},
        "subscribe_msg_sent_event",
    ),
    "template_failed": Kind(
        "job", "模板消息未送达", {"text": "failed:user block"}, "TEMPLATESENDJOBFINISH"
    ),
}


class UnfitError(ValueError):
    """The described fault can't be switched on."""


def made(name: str, given: dict[str, Any]) -> Fault:
    """Make the fault that a request describes; `name` becomes its id.

    Raises:
        UnfitError: unknown kind, or a number that is none.
    """
    kind = KINDS.get(str(given.get("kind")))
    if kind is None:
        raise UnfitError(f"kind is one of {', '.join(KINDS)}")
    probability = given.get("probability")
    times = given.get("times", 1 if probability is None else None)
    options = {key: given.get(key, default) for key, default in kind.options.items()}
    numbers = (given.get("nth", 1), times or 1, probability or 0, given.get("seed", 0))
    numbers += tuple(value for key, value in options.items() if key != "text")
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        raise UnfitError("nth, times, probability, seed, seconds, share and code are numbers")
    return Fault(
        id=name,
        kind=str(given["kind"]),
        path=str(given.get("path") or kind.path),
        nth=int(given.get("nth", 1)),
        times=None if times is None else int(times),
        probability=None if probability is None else float(probability),
        seed=int(given.get("seed", 0)),
        options=options,
    )


def striking(account: Account, at: str, what: str, *kinds: str) -> list[Fault]:
    """The faults that strike this call, push or job; each that matches is counted.

    Args:
        at: `call`, `push` or `job`.
        what: the API path, or the name of the event or message type.
        kinds: only these; without any, all kinds that are aimed there.
    """
    found = [
        fault
        for fault in account.faults
        if KINDS[fault.kind].at == at
        and (not kinds or fault.kind in kinds)
        and fnmatch.fnmatchcase(what, fault.path)
    ]
    return [fault for fault in found if _strikes(fault)]


def _strikes(fault: Fault) -> bool:
    fault.seen += 1
    if fault.probability is None:
        hit = fault.seen >= fault.nth
    else:
        # Drawn from seed and count alone, so that a saved state continues the same series.
        draw = random.Random(f"{fault.seed}/{fault.seen}").random()  # noqa: S311
        hit = fault.seen >= fault.nth and draw < fault.probability
    if fault.times is not None and fault.struck >= fault.times:
        hit = False
    fault.struck += hit
    return hit
