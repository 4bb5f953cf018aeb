"""How to bring about each error of the table in `error_codes.py`."""

from collections.abc import Callable
from typing import Any

from tests.simulator.conftest import APPID, Wechat

Answer = dict[str, Any]
AGENT = "zhang@gh_0123456789ab"
LEAF = {"type": "click", "name": "办税", "key": "K"}
RULE = {"client_platform_type": "2"}
DAY = "2026-11-22"


def fault(w: Wechat, **described: Any) -> None:
    w.sim("POST", f"/accounts/{APPID}/faults", described)


def settings(w: Wechat, **given: Any) -> Wechat:
    w.sim("PUT", f"/accounts/{APPID}", given)
    return w


def raw(w: Wechat, path: str, content: bytes) -> Answer:
    return w.http.post(path, params={"access_token": w.token}, content=content).json()


def outside(w: Wechat, path: str, body: Any = None, **query: str) -> Answer:
    """A path that is not below /cgi-bin."""
    asked = {"access_token": w.token} | query
    if body is None:
        return w.http.get(path, params=asked).json()
    return w.http.post(path, params=asked, json=body).json()


def custom(w: Wechat, openid: str, **more: Any) -> Answer:
    text = {"msgtype": "text", "text": {"content": "您好"}}
    return w.post("message/custom/send", {"touser": openid} | text | more)


def sendall(w: Wechat, **more: Any) -> Answer:
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "通知"}}
    return w.post("message/mass/sendall", body | more)


def follower(w: Wechat) -> str:
    return w.openid(w.user())


def tag(w: Wechat, name: str = "企业") -> int:
    return w.post("tags/create", {"tag": {"name": name}})["tag"]["id"]


def menu(w: Wechat, *buttons: Any) -> Answer:
    return w.post("menu/create", {"button": list(buttons)})


def conditional(w: Wechat, **body: Any) -> Answer:
    return w.post("menu/addconditional", {"button": [LEAF], "matchrule": RULE} | body)


def agent(w: Wechat, **doing: bool) -> Wechat:
    outside(w, "/customservice/kfaccount/add", {"kf_account": AGENT, "nickname": "张老师"})
    w.sim("PUT", f"/accounts/{APPID}/agents/{AGENT}", doing)
    return w


def kf(w: Wechat, call: str, **body: Any) -> Answer:
    return outside(w, f"/customservice/{call}", {"kf_account": AGENT} | body)


def cube(w: Wechat, first: str = DAY, last: str = DAY) -> Answer:
    return outside(w, "/datacube/getusersummary", {"begin_date": first, "end_date": last})


def article(w: Wechat) -> tuple[str, dict[str, Any]]:
    """The id of a mass-sent article, and where its comments are."""
    w.user()
    draft = w.draft(need_open_comment=1)["media_id"]
    sent = sendall(w, msgtype="mpnews", mpnews={"media_id": draft})
    w.settle()
    user = w.sim("GET", "/users")[0]["id"]
    page = w.chat(user)[-1]["articles"][0]["url"].rpartition("/")[2]
    return page, {"msg_data_id": sent["msg_data_id"], "index": 0}


def commented(w: Wechat) -> dict[str, Any]:
    page, where = article(w)
    user = w.sim("GET", "/users")[0]["id"]
    made = w.deed(user, "comment", article=page, content="好")["user_comment_id"]
    return where | {"user_comment_id": made}


def elected_too_many(w: Wechat) -> Answer:
    page, where = article(w)
    user = w.sim("GET", "/users")[0]["id"]
    answer: Answer = {}
    for _ in range(101):
        made = w.deed(user, "comment", article=page, content="好")["user_comment_id"]
        answer = w.post("comment/markelect", where | {"user_comment_id": made})
    return answer


def repeated(w: Wechat, after: float) -> Answer:
    settings(w, mass_daily=6)
    sendall(w, clientmsgid="issue-1")
    w.clock.pass_by(after)
    return sendall(w, clientmsgid="issue-1")


def replied_twice(w: Wechat) -> Answer:
    where = commented(w) | {"content": "谢谢"}
    w.post("comment/reply/add", where)
    return w.post("comment/reply/add", where)


def twice(w: Wechat, path: str, body: Any) -> Answer:
    w.post(path, body)
    return w.post(path, body)


def many(w: Wechat, times: int, call: Callable[[], Answer]) -> Answer:
    return [call() for _ in range(times)][-1]


def left(w: Wechat) -> str:
    user = w.user()
    openid = w.say(user)["openid"]
    w.deed(user, "unfollow")
    return openid


def template_to_nobody(w: Wechat) -> Answer:
    settings(w, kind="service", templates={"T": {"content": "{{first.DATA}}"}})
    asked = {"touser": left(w), "template_id": "T", "data": {"first": {"value": "您好"}}}
    return w.post("message/template/send", asked)


def with_twenty_tags(w: Wechat) -> Answer:
    openid = follower(w)
    tags = [tag(w, str(n)) for n in range(21)]
    calls = [{"tagid": t, "openid_list": [openid]} for t in tags]
    return [w.post("tags/members/batchtagging", call) for call in calls][-1]


def foreign_openid(w: Wechat) -> Answer:
    other = "wxfedcba9876543210"
    w.sim("PUT", f"/accounts/{other}", {"name": "市税务局"})
    user = w.user()
    theirs = w.sim("POST", f"/accounts/{other}/users/{user}/follow", {})["openid"]
    return w.post("tags/members/batchtagging", {"tagid": tag(w), "openid_list": [theirs]})


def material_in_menu(w: Wechat) -> Answer:
    media_id = w.cover()
    menu(w, {"type": "media_id", "name": "图", "media_id": media_id})
    return w.post("material/del_material", {"media_id": media_id})


def expired(w: Wechat) -> Answer:
    w.clock.pass_by(7200)
    return w.get("menu/get")


def other_agent_serves(w: Wechat) -> Answer:
    agent(w, bound=True, online=True)
    openid, second = follower(w), "li@gh_0123456789ab"
    kf(w, "kfaccount/add", kf_account=second, nickname="李老师")
    w.sim("PUT", f"/accounts/{APPID}/agents/{second}", {"bound": True, "online": True})
    kf(w, "kfsession/create", openid=openid)
    return kf(w, "kfsession/create", openid=openid, kf_account=second)


def invited(w: Wechat, *pairs: tuple[str, str]) -> Answer:
    answer: Answer = {}
    for name, wx in pairs:
        kf(w, "kfaccount/add", kf_account=name, nickname="客服")
        answer = kf(w, "kfaccount/inviteworker", kf_account=name, invite_wx=wx)
    return answer


def invited_bound(w: Wechat) -> Answer:
    invited(w, (AGENT, "zhang"))
    w.sim("PUT", f"/accounts/{APPID}/agents/{AGENT}", {"bound": True})
    return invited(w, ("li@x", "zhang"))


def records(w: Wechat, **span: int) -> Answer:
    return kf(w, "msgrecord/getmsglist", **({"msgid": 1, "number": 10} | span))


def outgoing(w: Wechat) -> Answer:
    menu(w, LEAF)
    buttons = [{"type": "view", "name": "页", "url": f"https://{n}.example.org/"} for n in range(4)]
    conditional(w, button=buttons[:3])
    return conditional(w, button=buttons[3:])


def kf_too_many(w: Wechat) -> Answer:
    names = [f"a{n}@x" for n in range(101)]
    return [kf(w, "kfaccount/add", kf_account=name, nickname="客服") for name in names][-1]


def tags_too_many(w: Wechat) -> Answer:
    tags = [{"tag": {"name": str(n)}} for n in range(101)]
    return [w.post("tags/create", one) for one in tags][-1]


def custom_too_many(w: Wechat) -> Answer:
    openid = follower(w)
    return many(w, 4, lambda: custom(w, openid))


def busy(w: Wechat) -> Answer:
    fault(w, kind="busy_after")
    return w.get("draft/count")


def notice(w: Wechat, **more: Any) -> Answer:
    settings(w, kind="service")
    made = outside(w, "/wxaapi/newtmpl/addtemplate", {"tid": "1001", "kidList": [1, 2]})
    data = {"thing1": {"value": "汇算"}, "time2": {"value": "09:00"}}
    body = {"touser": follower(w), "template_id": made["priTmplId"], "data": data}
    return w.post("message/subscribe/bizsend", body | more)


def web_code(w: Wechat) -> str:
    """A code of 网页授权 for a new follower."""
    settings(w, kind="service")
    asked = {"appid": APPID, "redirect_uri": "https://tax.example/", "response_type": "code"}
    asked |= {"scope": "snsapi_base", "phone": w.user()}
    where = w.http.get("/connect/oauth2/authorize", params=asked).headers["Location"]
    return where.partition("code=")[2].partition("&")[0]


def exchanged(w: Wechat, code: str) -> Answer:
    settings(w, kind="service")
    asked = {"appid": APPID, "secret": "open", "code": code, "grant_type": "authorization_code"}
    return w.http.get("/sns/oauth2/access_token", params=asked).json()


def refresh_expired(w: Wechat) -> Answer:
    refresh = exchanged(w, web_code(w))["refresh_token"]
    w.clock.pass_by(30 * 86_400)
    asked = {"appid": APPID, "grant_type": "refresh_token", "refresh_token": refresh}
    return w.http.get("/sns/oauth2/refresh_token", params=asked).json()


def codes_too_many(w: Wechat) -> Answer:
    settings(w, permanent_codes=0)
    info = {"scene": {"scene_id": 1}}
    return w.post("qrcode/create", {"action_name": "QR_LIMIT_SCENE", "action_info": info})


def library(w: Wechat, call: str, body: Any = None, **query: str) -> Answer:
    """A call of the library of 订阅通知."""
    settings(w, kind="service")
    return outside(w, f"/wxaapi/newtmpl/{call}", body, **query)
