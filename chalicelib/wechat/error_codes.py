"""The treatment of every errcode of WeChat, as a table (sheet §3), and names for those with a meaning of their own.

Read the table aloud: code, class, meaning, remedy. A code that is not listed is permanent: somebody has to look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Retry(StrEnum):
    """The classes of the sheet, by its letters."""

    TRANSIENT = "T"
    """Passes by itself."""
    TOKEN = "K"  # noqa: S105 - a class of errors, not a password
    """Refresh the token once, then repeat once."""
    QUOTA = "Q"
    """Used up: stop until the quota is reset."""
    PERMANENT = "P"
    """The same call will fail again: somebody has to change something."""
    IDEMPOTENT = "I"
    """Done already: a success."""
    USER = "U"
    """This follower cannot be reached now; others can."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """The treatment of one errcode."""

    retry: Retry
    meaning: str
    advice: str
    wait_seconds: int = 0
    """Of a transient error: how long WeChat wants the call left alone. Senders wait by their own pauses, which reach
    five minutes; a longer wait needs them to look here."""
    proves_nothing_done: bool = True
    """Whether the code says for sure that the call had no effect; -1 does not."""


T, K, Q, P, I, U = (  # noqa: E741 - the sheet's letters
    Retry.TRANSIENT,
    Retry.TOKEN,
    Retry.QUOTA,
    Retry.PERMANENT,
    Retry.IDEMPOTENT,
    Retry.USER,
)

_Row = tuple[Iterable[int], Treatment]


def _span(first: int, last: int) -> range:
    return range(first, last + 1)


_REUPLOAD: Final = (
    "检查素材类型、大小与 media_id；临时素材三天过期，封面须用永久素材，过期的重新上传。"
)
_SHORTEN: Final = "缩短或减少后重新提交。"
_ALLOWLIST: Final = (
    "请管理员在微信开发者平台的“IP 白名单”中加入上面的 IP；云上应使用固定出口 IP（NAT 与弹性 IP）。"
)
_CONFIRM: Final = "公众号管理员会在微信中收到确认消息，请其同意本次调用，然后重试。"
_CONSOLE: Final = "请在微信公众平台核对认证是否有效、接口权限是否开通。"
_REPORT: Final = "这是程序错误，请把 rid 和时间报告给维护者。"

BUSY: Final = -1
"""The only code that does not prove that the call had no effect."""
INVALID_CREDENTIAL: Final = 40001
"""A wrong access_token; on the token call itself a wrong AppSecret."""
NO_SUCH_MEDIA: Final = 40007
"""No material or draft of that media_id."""
NO_SUCH_JOB: Final = 40059
"""No mass send of that msg_id, or it has been deleted."""
WRONG_SECRET: Final = 40125
REPLY_WINDOW_CLOSED: Final = 45015
"""The follower wrote too long ago to be answered, or no longer follows."""
NO_MASS_SENDS_LEFT: Final = 45028
NO_REPLIES_LEFT: Final = 45047
"""The follower has had as many customer-service messages as their last message allows."""
NOTICE_REFUSED: Final = 43101
"""The follower has not accepted this subscription notice, has used the acceptance up, or has taken it back."""
ALREADY_ACCEPTED: Final = 45065
"""This clientmsgid was accepted before."""
SAME_JOB_TOO_SOON: Final = 45066
"""The same clientmsgid within a minute."""
NO_MENU: Final = 46003
NO_SUCH_PUBLICATION: Final = 53600
"""No publication of that article_id or publish_id, or it has been deleted."""
API_NOT_PERMITTED: Final = 48001
"""The account may not call this API: wrong kind of account, not verified, or verification expired."""
NO_SUCH_QUOTA: Final = (76021, 76022)
"""openapi/quota/get does not know this path, for this kind of account."""

# Specific rows stand after the ranges that contain them: the later one holds.
_ROWS: Final[tuple[_Row, ...]] = (
    ([BUSY], Treatment(T, "微信系统繁忙", "稍后再试；不可重复的操作先核对是否已生效。", 5, proves_nothing_done=False)),
    ([INVALID_CREDENTIAL, 40014, 42001], Treatment(K, "access_token 无效或已过期", "已自动换取新的 access_token 并重试一次，仍然失败。")),
    ([41001], Treatment(P, "调用缺少 access_token", _REPORT)),
    ([41002], Treatment(P, "调用缺少 AppID", _REPORT)),
    ([41004], Treatment(P, "调用缺少 AppSecret", "重新录入 AppSecret。")),
    ([40013], Treatment(P, "AppID 不正确", "在微信开发者平台核对 AppID。")),
    ([WRONG_SECRET], Treatment(P, "AppSecret 不正确", "在微信开发者平台核对或重置 AppSecret，再录入本系统。")),
    ([40243], Treatment(P, "AppSecret 已被冻结", "请管理员在微信开发者平台解冻 AppSecret。")),
    ([40164], Treatment(P, "调用方 IP 不在白名单", _ALLOWLIST)),
    ([61004], Treatment(P, "调用方 IP 不在第三方平台的白名单", _ALLOWLIST)),
    ([89501, 89506, 89507], Treatment(P, "管理员未同意该 IP 调用", "请管理员核实后重新授权，必要时把 IP 加入白名单。")),
    ([89503], Treatment(P, "该 IP 的调用等待管理员确认", _CONFIRM)),
    ([40003, 46004, 43004, 50005], Treatment(U, "OpenID 不正确或该用户未关注", "视为已取消关注。")),
    ([43019], Treatment(U, "该用户在黑名单中", "不再发送；需要时移出黑名单。")),
    ([48002], Treatment(U, "该用户拒收消息", "不再发送。")),
    ([NOTICE_REFUSED], Treatment(U, "该用户没有订阅，或已退订", "等待用户再次订阅。")),
    ([40029, 40163], Treatment(P, "网页授权的 code 不正确、过期或已用过", "请粉丝从公众号重新打开页面。")),
    ([40037], Treatment(P, "没有这个通知模板", "重新读取模板；已删除的换一个。")),
    ([47003], Treatment(P, "通知的内容与模板的字段不符", "按各字段的要求修改内容。")),
    ([200011, 200012, 200014, 200020, 200021], Treatment(P, "模板的类目、标题或关键词不正确", "重新选择标题与二到五个关键词；模板的数量有上限。")),
    ([40002], Treatment(P, "凭证类型不正确", _REPORT)),
    ([*_span(40004, 40012), 40137], Treatment(P, "素材类型、大小或 media_id 不正确", _REUPLOAD)),
    ([40033, 40035, 47001, *_span(44002, 44004)], Treatment(P, "提交的内容为空或格式不正确", "检查内容；不能为空，也不能含 \\u 转义。")),
    ([NO_SUCH_JOB], Treatment(P, "msg_id 不正确", "核对群发任务编号。")),
    ([NO_SUCH_PUBLICATION], Treatment(P, "没有这篇已发布的文章，或已删除", "核对文章编号。")),
    ([NO_MENU], Treatment(P, "没有自定义菜单", "先创建菜单。")),
    (_span(45001, 45008), Treatment(P, "内容超出大小或长度限制", _SHORTEN)),
    ([45002], Treatment(P, "文本过长", _SHORTEN)),
    ([45003], Treatment(P, "标题过长", _SHORTEN)),
    ([45004], Treatment(P, "摘要过长（至多 128 字）", _SHORTEN)),
    ([45008], Treatment(P, "图文篇数过多（客服消息只能一篇）", _SHORTEN)),
    ([45009], Treatment(Q, "今日调用次数已用完", "次日零点（北京时间）恢复；紧急时可清零，每月至多 10 次。")),
    ([45011], Treatment(T, "调用过于频繁", "一分钟后再试。", 60)),
    ([REPLY_WINDOW_CLOSED], Treatment(U, "超出可回复的时间，或用户已取消关注", "等用户下一次来信。")),
    ([NO_REPLIES_LEFT], Treatment(U, "客服消息条数已用完", "等用户下一次来信。")),
    ([NO_MASS_SENDS_LEFT], Treatment(Q, "没有群发次数了", "公众号（订阅号）次日恢复，服务号次月恢复。")),
    ([ALREADY_ACCEPTED], Treatment(I, "这一次群发此前已被受理", "以返回的 msg_id 查询结果，不要重发。")),
    ([SAME_JOB_TOO_SOON], Treatment(T, "同一群发任务重试过快", "一分钟后以同一 clientmsgid 再试。", 60)),
    ([45067], Treatment(P, "clientmsgid 过长", "使用至多 32 个 ASCII 字符。")),
    ([*_span(45056, 45059), *_span(45157, 45159)], Treatment(P, "标签的数量、名称或对象不合规", "检查标签。")),
    ([45083, 45084], Treatment(P, "群发速度参数不正确", "速度取 0 到 4。")),
    ([45072, 45080, 45081], Treatment(U, "现在不能显示“正在输入”", "等用户下一次来信。")),
    ([45106, 45166], Treatment(P, "草稿内容不符合要求", "检查正文后重新提交。")),
    ([49003], Treatment(P, "OpenID 不属于此公众号", "核对公众号与 OpenID。")),
    ([API_NOT_PERMITTED], Treatment(P, "此公众号没有该接口的权限", _CONSOLE)),
    (_span(48003, 48008), Treatment(P, "该接口不可用", _CONSOLE)),
    ([48004], Treatment(P, "该接口已被封禁", "登录微信公众平台查看原因。")),
    ([48005], Treatment(P, "素材正被菜单或自动回复使用，不能删除", "先从菜单或自动回复中移除。")),
    ([48006], Treatment(P, "本月清零次数已用完", "下月恢复。")),
    ([48008], Treatment(P, "没有该类型消息的发送权限", _CONSOLE)),
    ([50002], Treatment(P, "公众号或用户受限", "登录微信公众平台查看原因。")),
    ([*_span(53503, 53505)], Treatment(P, "该草稿不能通过接口发布", "在微信公众平台检查草稿。")),
    ([61450], Treatment(T, "客服系统出错", "稍后再试。", 5)),
    ([*_span(61451, 61459), *_span(65400, 65417)], Treatment(P, "客服参数或状态不正确", "检查客服账号、绑定与会话。")),
    ([61500, 61501], Treatment(P, "统计的日期格式或跨度不正确", "检查日期。")),
    ([61503], Treatment(T, "统计数据尚未就绪", "上午八点以后再取。", 3600)),
    ([40015], Treatment(P, "菜单类型不正确", "检查菜单的类型。")),
    ([40016, 40023], Treatment(P, "菜单项的数量不正确", "一级菜单 1 至 3 个，每个的下级最多 5 个。")),
    ([40017, 40024], Treatment(P, "菜单项的类型不正确", "检查菜单项的类型。")),
    ([40018, 40025], Treatment(P, "菜单项的名称长度不正确", "一级菜单最多 16 字节，下级最多 60 字节。")),
    ([40019, 40026], Treatment(P, "菜单项的点击键长度不正确", "填写点击键，最多 128 字节。")),
    ([40020, 40027], Treatment(P, "菜单项的网址长度不正确", "填写网址，最多 1024 字节。")),
    ([40022], Treatment(P, "菜单的级数不正确", "菜单只有两级。")),
    (_span(65301, 65317), Treatment(P, "菜单不符合要求", "检查菜单的层级、名称、类型与链接；个性化菜单须先有默认菜单。")),
    ([65301], Treatment(P, "没有这个个性化菜单", "重新读取菜单后再试。")),
    ([65303], Treatment(P, "没有默认菜单", "先发布默认菜单，再加个性化菜单。")),
    ([65304, 65307], Treatment(P, "个性化菜单没有条件或内容", "填写条件和菜单项。")),
    ([65305], Treatment(P, "个性化菜单的数量已到上限", "删去不用的个性化菜单。")),
    ([65316], Treatment(P, "个性化菜单跳转的域名超过三个", "减少跳转的域名。")),
    (NO_SUCH_QUOTA, Treatment(P, "查询配额的接口路径不正确", "核对路径与公众号类型。")),
    ([87009], Treatment(P, "签名无效", _REPORT)),
    (_span(88000, 88010), Treatment(P, "留言操作不成功", "检查留言权限、msg_data_id 与留言状态。")),
    # No source says what it means; believed to be "no data" [M].
    ([9410000], Treatment(I, "没有数据", "视为空结果。")),
    (_span(9001001, 9001036), Treatment(P, "摇一摇周边的错误", "本系统不使用摇一摇周边。")),
)  # fmt: skip

TREATMENTS: Final[dict[int, Treatment]] = {code: row for codes, row in _ROWS for code in codes}

UNLISTED: Final = Treatment(
    P, "微信返回了未收录的错误", "凭错误码与 rid 在微信开发者平台查询原因。"
)


TOKEN_API: Final = "/cgi-bin/stable_token"  # noqa: S105 - a path


def treatment(errcode: int, api: str = "") -> Treatment:
    """The treatment of ``errcode`` from ``api``; one that nobody has listed is permanent."""
    if errcode == INVALID_CREDENTIAL and api == TOKEN_API:
        # There is no token yet that could be wrong, so it is the secret (sheet §3).
        errcode = WRONG_SECRET
    return TREATMENTS.get(errcode, UNLISTED)


_REPEATABLE_WRITES: Final = frozenset(
    {
        # WeChat drops the second one by its clientmsgid.
        "/cgi-bin/message/mass/sendall",
        "/cgi-bin/message/mass/send",
        # The second one says the same as the first.
        "/cgi-bin/stable_token",
        "/cgi-bin/menu/create",
        "/cgi-bin/draft/update",
        "/cgi-bin/message/mass/speed/set",
        "/cgi-bin/callback/check",
    }
)
_READS: Final = (
    "/get",
    "/batchget",
    "/getarticle",
    "/batchget_material",
    "/get_material",
    "/speed/get",
    "/count",
)


def repeatable(method: str, path: str) -> bool:
    """Whether a call may be made again when nobody knows what became of the first.

    Reads may, and the writes listed above. Any other write may not: a second customer message is a second
    message (sheet §3 on -1).
    """
    return (
        method.upper() == "GET"
        or path in _REPEATABLE_WRITES
        or path.endswith(_READS)
        or path.startswith("/datacube/")
    )
