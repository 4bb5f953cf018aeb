"""The events of an account (sheet §1.5), typed, with WeChat's own spellings as aliases."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final

from pydantic import BeforeValidator, Field, StringConstraints

from chalicelib.wechat.event_parts import (
    ArticleUrls,
    CopyrightCheck,
    Count,
    Notice,
    PublishEventInfo,
    ScanCodeInfo,
    SendLocationInfo,
    SendPicsInfo,
    items,
)
from chalicelib.wechat.push import Id, Number, Push, event_key


class Event(Push):
    """Anything with MsgType ``event``."""

    event: Annotated[str, StringConstraints(strip_whitespace=True)] = Field(alias="Event")
    event_key: str = Field(alias="EventKey", default="")

    @property
    def key(self) -> str:
        return event_key(self.created, self.event, self.event_key)


_SCENE: Final = "qrscene_"
"""Before the scene in the key of ``subscribe`` (sheet §1.5)."""


class Subscribe(Event):
    ticket: str = Field(alias="Ticket", default="")

    @property
    def scene(self) -> str:
        """The QR code's scene, empty where the follower came another way: after a payment the key is its number."""
        return self.event_key.removeprefix(_SCENE) if self.event_key.startswith(_SCENE) else ""


class Unsubscribe(Event):
    pass


class Scan(Event):
    ticket: str = Field(alias="Ticket", default="")

    @property
    def scene(self) -> str:
        """The QR code's scene; without the prefix that ``subscribe`` has."""
        return self.event_key


class ReportLocation(Event):
    latitude: Number | None = Field(alias="Latitude", default=None)
    longitude: Number | None = Field(alias="Longitude", default=None)
    precision: Number = Field(alias="Precision", default=0)


class MenuEvent(Event):
    """CLICK, VIEW and view_miniprogram."""

    menu_id: str = Field(alias="MenuId", default="")


class Click(MenuEvent):
    pass


class View(MenuEvent):
    pass


class ViewMiniProgram(MenuEvent):
    pass


class ScanCode(MenuEvent):
    """scancode_push and scancode_waitmsg."""

    info: ScanCodeInfo = Field(alias="ScanCodeInfo", default_factory=ScanCodeInfo)


class SendPictures(MenuEvent):
    """pic_sysphoto, pic_photo_or_album and pic_weixin; the pictures come as image messages too."""

    info: SendPicsInfo = Field(alias="SendPicsInfo", default_factory=SendPicsInfo)


class LocationSelect(MenuEvent):
    info: SendLocationInfo = Field(alias="SendLocationInfo", default_factory=SendLocationInfo)


class _JobEvent(Event):
    """The end of a job of ours; FromUserName is one of WeChat's own senders."""

    follower: ClassVar[bool] = False


def _or_none(value: Any) -> Any:
    return value or None


class MassSendJobFinish(_JobEvent):
    """``MsgID`` (capital D) is the job, not a message."""

    job_id: Id = Field(alias="MsgID")
    status: Id = Field(alias="Status")
    """``send success``, ``send fail`` or ``err(number)``; older accounts leave the blank out."""
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
    job_id: Id = Field(alias="MsgID")
    status: Id = Field(alias="Status")

    @property
    def key(self) -> str:
        return event_key(self.created, self.event, self.job_id)


class PublishJobFinish(_JobEvent):
    info: PublishEventInfo = Field(alias="PublishEventInfo")

    @property
    def key(self) -> str:
        return event_key(self.created, self.event, self.info.publish_id)


class _NoticeEvent(Event):
    notices: Annotated[list[Notice], items("List")]

    @property
    def key(self) -> str:
        parts = [f"{n.template_id}/{n.status}/{n.msg_id}" for n in self.notices]
        return event_key(self.created, self.event, *parts)


class SubscribeMsgPopup(_NoticeEvent):
    notices: Annotated[list[Notice], items("List")] = Field(alias="SubscribeMsgPopupEvent")


class SubscribeMsgChange(_NoticeEvent):
    notices: Annotated[list[Notice], items("List")] = Field(alias="SubscribeMsgChangeEvent")


class SubscribeMsgSent(_NoticeEvent):
    notices: Annotated[list[Notice], items("List")] = Field(alias="SubscribeMsgSentEvent")


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
