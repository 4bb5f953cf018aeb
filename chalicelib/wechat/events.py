"""The events of an account (sheet §1.5), typed, with WeChat's own spellings as aliases."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, ConfigDict, Field

from chalicelib.values import Value
from chalicelib.wechat.push import Push, event_key


class _Part(Value):
    model_config = ConfigDict(coerce_numbers_to_str=True)


def _many(value: Any) -> Any:
    """XML can't tell one item from a list of one, nor an empty list from an empty text."""
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def _items(name: str) -> BeforeValidator:
    """A wrapper element whose repeated child ``name`` is the list; JSON may give the list itself."""
    return BeforeValidator(
        lambda value: _many(value.get(name) if isinstance(value, dict) else value)
    )


def _or_zero(value: Any) -> Any:
    return 0 if value == "" else value


Count = Annotated[int, BeforeValidator(_or_zero)]


class Event(Push):
    """Anything with MsgType ``event``."""

    event: str = Field(alias="Event")
    event_key: str = Field(alias="EventKey", default="")

    @property
    def key(self) -> str:
        return event_key(self.created, self.event, self.event_key)


class Subscribe(Event):
    ticket: str = Field(alias="Ticket", default="")

    @property
    def scene(self) -> str:
        """The QR code's scene, empty where the follower came another way."""
        return self.event_key.removeprefix("qrscene_")


class Unsubscribe(Event):
    pass


class Scan(Event):
    ticket: str = Field(alias="Ticket", default="")

    @property
    def scene(self) -> str:
        """The QR code's scene; without the prefix that ``subscribe`` has."""
        return self.event_key


class ReportLocation(Event):
    latitude: float = Field(alias="Latitude")
    longitude: float = Field(alias="Longitude")
    precision: float = Field(alias="Precision", default=0)


class MenuEvent(Event):
    """CLICK, VIEW and view_miniprogram."""

    menu_id: str = Field(alias="MenuId", default="")


class Click(MenuEvent):
    pass


class View(MenuEvent):
    pass


class ViewMiniProgram(MenuEvent):
    pass


class ScanCodeInfo(_Part):
    scan_type: str = Field(alias="ScanType", default="")
    scan_result: str = Field(alias="ScanResult", default="")


class ScanCode(MenuEvent):
    """scancode_push and scancode_waitmsg."""

    info: ScanCodeInfo = Field(alias="ScanCodeInfo")


class Picture(_Part):
    md5: str = Field(alias="PicMd5Sum", default="")


class SendPicsInfo(_Part):
    count: Count = Field(alias="Count", default=0)
    pictures: Annotated[list[Picture], _items("item")] = Field(
        alias="PicList", default_factory=list
    )


class SendPictures(MenuEvent):
    """pic_sysphoto, pic_photo_or_album and pic_weixin; the pictures come as image messages too."""

    info: SendPicsInfo = Field(alias="SendPicsInfo")


class SendLocationInfo(_Part):
    latitude: float = Field(alias="Location_X")
    longitude: float = Field(alias="Location_Y")
    scale: str = Field(alias="Scale", default="")
    label: str = Field(alias="Label", default="")
    poi_name: str = Field(alias="Poiname", default="")


class LocationSelect(MenuEvent):
    info: SendLocationInfo = Field(alias="SendLocationInfo")


class _JobEvent(Event):
    """The end of a job of ours; FromUserName is one of WeChat's own senders."""

    follower: ClassVar[bool] = False


class CopyrightResult(_Part):
    article_index: Count = Field(alias="ArticleIdx", default=0)
    user_declare_state: Count = Field(alias="UserDeclareState", default=0)
    audit_state: Count = Field(alias="AuditState", default=0)
    original_article_url: str = Field(alias="OriginalArticleUrl", default="")
    original_article_type: Count = Field(alias="OriginalArticleType", default=0)
    can_reprint: Count = Field(alias="CanReprint", default=0)
    need_replace_content: Count = Field(alias="NeedReplaceContent", default=0)
    need_show_reprint_source: Count = Field(alias="NeedShowReprintSource", default=0)


class CopyrightCheck(_Part):
    results: Annotated[list[CopyrightResult], _items("item")] = Field(
        alias="ResultList", default_factory=list
    )
    check_state: Count = Field(alias="CheckState", default=0)
    """1 not a reprint, 2 a reprint that is allowed, 3 blocked."""


class ArticleUrl(_Part):
    index: Count = Field(alias="ArticleIdx", default=0)
    url: str = Field(alias="ArticleUrl", default="")


class ArticleUrls(_Part):
    results: Annotated[list[ArticleUrl], _items("item")] = Field(
        alias="ResultList", default_factory=list
    )


def _or_none(value: Any) -> Any:
    return value or None


class MassSendJobFinish(_JobEvent):
    """``MsgID`` (capital D) is the job, not a message."""

    job_id: str = Field(alias="MsgID")
    status: str = Field(alias="Status")
    """``send success``, ``send fail`` or ``err(number)``."""
    total_count: Count = Field(alias="TotalCount", default=0)
    filter_count: Count = Field(alias="FilterCount", default=0)
    sent_count: Count = Field(alias="SentCount", default=0)
    error_count: Count = Field(alias="ErrorCount", default=0)
    copyright_check: Annotated[CopyrightCheck | None, BeforeValidator(_or_none)] = Field(
        alias="CopyrightCheckResult", default=None
    )
    article_urls: Annotated[ArticleUrls | None, BeforeValidator(_or_none)] = Field(
        alias="ArticleUrlResult", default=None
    )

    @property
    def key(self) -> str:
        return event_key(self.created, self.event, self.job_id)


class TemplateSendJobFinish(Event):
    job_id: str = Field(alias="MsgID")
    status: str = Field(alias="Status")

    @property
    def key(self) -> str:
        return event_key(self.created, self.event, self.job_id)


class PublishedArticle(_Part):
    index: Count = Field(alias="idx", default=0)
    url: str = Field(alias="article_url", default="")


class PublishEventInfo(_Part):
    publish_id: str
    publish_status: Count
    article_id: str = ""
    articles: Annotated[list[PublishedArticle], _items("item")] = Field(
        alias="article_detail", default_factory=list
    )
    failed: Annotated[list[int], BeforeValidator(_many)] = Field(
        alias="fail_idx", default_factory=list
    )


class PublishJobFinish(_JobEvent):
    info: PublishEventInfo = Field(alias="PublishEventInfo")

    @property
    def key(self) -> str:
        return event_key(self.created, self.event, self.info.publish_id)


class Notice(_Part):
    """One entry of a subscription-notice event; which fields are set depends on the event."""

    template_id: str = Field(alias="TemplateId", default="")
    status: str = Field(alias="SubscribeStatusString", default="")
    popup_scene: str = Field(alias="PopupScene", default="")
    msg_id: str = Field(alias="MsgID", default="")
    error_code: str = Field(alias="ErrorCode", default="")
    error_status: str = Field(alias="ErrorStatus", default="")


class _NoticeEvent(Event):
    notices: Annotated[list[Notice], _items("List")]

    @property
    def key(self) -> str:
        parts = [f"{n.template_id}/{n.status}/{n.msg_id}" for n in self.notices]
        return event_key(self.created, self.event, *parts)


class SubscribeMsgPopup(_NoticeEvent):
    notices: Annotated[list[Notice], _items("List")] = Field(alias="SubscribeMsgPopupEvent")


class SubscribeMsgChange(_NoticeEvent):
    notices: Annotated[list[Notice], _items("List")] = Field(alias="SubscribeMsgChangeEvent")


class SubscribeMsgSent(_NoticeEvent):
    notices: Annotated[list[Notice], _items("List")] = Field(alias="SubscribeMsgSentEvent")


class KfSession(Event):
    """kf_create_session and kf_close_session."""

    kf_account: str = Field(alias="KfAccount", default="")


class KfSwitchSession(Event):
    from_kf_account: str = Field(alias="FromKfAccount", default="")
    to_kf_account: str = Field(alias="ToKfAccount", default="")


class EnterTempSession(Event):
    session_from: str = Field(alias="SessionFrom", default="")


class Verification(_JobEvent):
    """qualification_*, naming_*, annual_renew, verify_expired: an expired verification turns APIs into 48001."""

    expired_time: Count = Field(alias="ExpiredTime", default=0)
    fail_time: Count = Field(alias="FailTime", default=0)
    fail_reason: str = Field(alias="FailReason", default="")

    @property
    def at_risk(self) -> bool:
        """Whether the verification failed, is due or has ended, rather than succeeded."""
        return not self.event.lower().endswith("_success")


class UserData(_JobEvent):
    """user_info_modified, user_authorization_*: what a user revoked must be erased."""

    openid: str = Field(alias="OpenID", default="")
    appid: str = Field(alias="AppID", default="")
    revoke_info: str = Field(alias="RevokeInfo", default="")

    @property
    def key(self) -> str:
        return event_key(self.created, self.event, self.openid, self.revoke_info)


# Looked up in lower case: the sheet's spellings mix both.
EVENTS: dict[str, type[Push]] = {
    "subscribe": Subscribe,
    "unsubscribe": Unsubscribe,
    "scan": Scan,
    "location": ReportLocation,
    "click": Click,
    "view": View,
    "view_miniprogram": ViewMiniProgram,
    "scancode_push": ScanCode,
    "scancode_waitmsg": ScanCode,
    "pic_sysphoto": SendPictures,
    "pic_photo_or_album": SendPictures,
    "pic_weixin": SendPictures,
    "location_select": LocationSelect,
    "masssendjobfinish": MassSendJobFinish,
    "templatesendjobfinish": TemplateSendJobFinish,
    "publishjobfinish": PublishJobFinish,
    "subscribe_msg_popup_event": SubscribeMsgPopup,
    "subscribe_msg_change_event": SubscribeMsgChange,
    "subscribe_msg_sent_event": SubscribeMsgSent,
    "kf_create_session": KfSession,
    "kf_close_session": KfSession,
    "kf_switch_session": KfSwitchSession,
    "user_enter_tempsession": EnterTempSession,
    "qualification_verify_success": Verification,
    "qualification_verify_fail": Verification,
    "naming_verify_success": Verification,
    "naming_verify_fail": Verification,
    "annual_renew": Verification,
    "verify_expired": Verification,
    "user_info_modified": UserData,
    "user_authorization_revoke": UserData,
    "user_authorization_cancellation": UserData,
}
