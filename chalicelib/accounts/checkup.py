"""The check-up of an account: everything that can be asked without effect, as a list of findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from chalicelib.accounts import store
from chalicelib.accounts.errors import SecretsMissing
from chalicelib.accounts.models import CallbackMode, OfficialAccount, Secrets
from chalicelib.errors import Remedy, remedy
from chalicelib.settings import settings
from chalicelib.wechat.errors import (
    ApiNotPermitted,
    ApiRefused,
    IpNotAllowed,
    TokenRejected,
    WeChatError,
)

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient
    from chalicelib.wechat.probe import Probed

ASKED: Final = {
    "群发": "/cgi-bin/message/mass/sendall",
    "客服消息": "/cgi-bin/message/custom/send",
    "发布": "/cgi-bin/freepublish/submit",
    "粉丝列表": "/cgi-bin/user/get",
    "新建草稿": "/cgi-bin/draft/add",
}
"""Calls whose daily count is asked for: the scarce ones (sheet §2.1). Their limits stand in ``quotas``."""
SLOW_SECONDS: Final = 2.0
"""A callback slower than this comes close to WeChat's five seconds on a bad day."""


class Health(StrEnum):
    """The result for one thing."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: Health
    seen: str
    advice: str = ""
    remedies: tuple[Remedy, ...] = ()


def check(account_id: str) -> list[Finding]:
    """Check secrets, token, callback and quotas of one account; changes nothing at WeChat.

    Raises ``UnknownAccount``. A thing that is wrong is a finding, not an error.
    """
    account = store.state(account_id, consistent=True).account
    try:
        secrets = store.secrets(account_id)
    except SecretsMissing as missing:
        return [Finding("密钥", Health.FAIL, "SSM 中没有", str(missing), missing.remedies)]
    findings = [_mode(account, secrets), *_callback(account, secrets)]
    from chalicelib.wechat.client import AccountClient

    client = AccountClient(account.appid, secrets.app_secret)
    credentials = list(_credentials(client))
    findings += credentials
    if all(found.state is not Health.FAIL for found in credentials):
        findings += [*_reach(client), *_quotas(client)]
    return findings


def _mode(account: OfficialAccount, secrets: Secrets) -> Finding:
    name = "消息加解密方式"
    if account.mode is CallbackMode.PLAIN:
        return _unsafe(account, name, "明文模式", "消息未加密，建议改用安全模式：")
    if secrets.aes_key is None:
        entered = remedy("account.rotate_key", "录入 EncodingAESKey", account=account.id)
        return Finding(name, Health.FAIL, "没有 EncodingAESKey", "推送无法解密。", (entered,))
    if account.mode is CallbackMode.COMPATIBLE:
        return _unsafe(account, name, "兼容模式", "仍会推送明文，调试完成后改用安全模式：")
    return Finding(name, Health.OK, "安全模式")


def _unsafe(account: OfficialAccount, name: str, seen: str, why: str) -> Finding:
    changed = remedy("account.set_mode", "改为安全模式", account=account.id, mode="safe")
    return Finding(
        name, Health.WARN, seen, f"{why}先在微信开发者平台改，再改这里的设置。", (changed,)
    )


def _callback(account: OfficialAccount, secrets: Secrets) -> Iterator[Finding]:
    template = settings().callback_url
    if not template:
        advice = "部署后由环境变量 RONGMEI_CALLBACK_URL 提供。"
        yield Finding("回调地址", Health.WARN, "不知道回调地址，没有检查", advice)
        return
    from chalicelib.wechat.probe import Probe

    probe = Probe(template.replace("{account}", account.id), secrets.token.get_secret_value())
    yield _probed("回调验证（GET）", probe.verify(), "检查部署、回调地址与 Token。")
    encrypted = account.mode is not CallbackMode.PLAIN and secrets.aes_key is not None
    aes_key = secrets.aes_key.get_secret_value() if encrypted and secrets.aes_key else None
    pushed = probe.push(account.appid, account.original_id or "gh_check", aes_key)
    yield _probed("回调推送（POST）", pushed, "检查函数日志；密钥刚更换时，等十秒再试。")


def _probed(name: str, probed: Probed, advice: str) -> Finding:
    if not probed.good:
        return Finding(name, Health.FAIL, probed.seen, advice)
    if probed.seconds > SLOW_SECONDS:
        return Finding(
            name, Health.WARN, probed.seen, "微信只等 5 秒；再试一次，仍慢则检查函数内存与网络。"
        )
    return Finding(name, Health.OK, probed.seen)


def _credentials(client: AccountClient) -> Iterator[Finding]:
    """The secret by asking WeChat itself, the shared token by using it."""
    try:
        client.fetch_stable_token()
    except IpNotAllowed as refused:
        advice = (
            f"{refused.treatment.advice}要加入的 IP：{refused.ip}"
            if refused.ip
            else refused.treatment.advice
        )
        yield Finding("IP 白名单", Health.FAIL, refused.errmsg, advice)
        return
    except WeChatError as error:
        yield _failed("AppSecret", error)
        return
    yield Finding("AppSecret", Health.OK, "微信接受")
    yield Finding("IP 白名单", Health.OK, "微信接受本机的 IP；函数的出口 IP 须另行加入")
    try:
        addresses = client.misc.get_wechat_ips()
    except TokenRejected as error:
        yield _failed("access_token", error)
    except WeChatError as error:
        # The token came; that this one call did not answer says nothing against it.
        yield Finding("access_token", Health.WARN, _words(error), "稍后再查。")
    else:
        yield Finding("access_token", Health.OK, f"有效（微信回调来自 {len(addresses)} 个 IP）")


def _reach(client: AccountClient) -> Iterator[Finding]:
    name = "微信到回调的网络"
    try:
        answer = client.misc.check_network()
    except WeChatError as error:
        yield Finding(name, Health.WARN, _words(error), "以上面的回调验证为准。")
        return
    lost = [str(ping.get("package_loss", "")) for ping in answer.get("ping", [])]
    if not answer.get("dns"):
        yield Finding(name, Health.WARN, "微信解析不了回调的域名", "检查域名解析。")
    elif lost and all(loss.startswith("100") for loss in lost):
        yield Finding(
            name, Health.WARN, "微信 ping 不通", "网关不答 ping 时属正常，以回调验证为准。"
        )
    else:
        yield Finding(name, Health.OK, f"丢包 {'、'.join(lost)}" if lost else "可解析")


def _quotas(client: AccountClient) -> Iterator[Finding]:
    for title, path in ASKED.items():
        name = f"配额：{title}"
        try:
            quota = client.openapi.get_quota(path).get("quota", {})
        except ApiNotPermitted as error:
            yield Finding(name, Health.WARN, _words(error), error.treatment.advice)
            continue
        except WeChatError as error:
            yield Finding(name, Health.WARN, _words(error), "稍后再查。")
            continue
        left, limit = int(quota.get("remain", 0)), int(quota.get("daily_limit", 0))
        seen = f"今日剩余 {left:,} / {limit:,}"
        if limit == 0:
            yield Finding(name, Health.WARN, "微信没有给出数字", "在微信公众平台查看。")
        elif left == 0:
            yield Finding(name, Health.FAIL, seen, "次日零点（北京时间）恢复。")
        elif left * 10 < limit:
            yield Finding(name, Health.WARN, seen, "不足一成，减少调用。")
        else:
            yield Finding(name, Health.OK, seen)


def _failed(name: str, error: WeChatError) -> Finding:
    advice = error.treatment.advice if isinstance(error, ApiRefused) else "检查网络后再试。"
    return Finding(name, Health.FAIL, _words(error), advice, error.remedies)


def _words(error: WeChatError) -> str:
    return f"{error.errcode} {error.errmsg}" if isinstance(error, ApiRefused) else str(error)
