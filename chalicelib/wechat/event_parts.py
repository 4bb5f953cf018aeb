"""The parts that events nest, typed; and how a part is read that is not quite as WeChat's pages name it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)

from chalicelib.values import Value
from chalicelib.wechat.push import Id, Number


class Part(Value):
    """A part of an event. A field of it that does not fit counts as absent, so that it costs nothing but itself."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    @field_validator("*", mode="wrap")
    @classmethod
    def _absent_if_odd(
        cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        try:
            return handler(value)
        except ValidationError:
            field = cls.model_fields[str(info.field_name)]
            if field.is_required():
                raise
            return field.get_default(call_default_factory=True)


def _many(value: Any) -> Any:
    """XML can't tell one item from a list of one, nor an empty list from an empty text."""
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def items(name: str) -> BeforeValidator:
    """A wrapper element whose repeated child ``name`` is the list; JSON may give the list itself.

    A child without fields is none.
    """

    def of(value: Any) -> Any:
        found = _many(value.get(name) if isinstance(value, dict) else value)
        return [one for one in found if isinstance(one, dict)]

    return BeforeValidator(of)


def _numbers(value: Any) -> Any:
    return [one for one in _many(value) if str(one).strip().isdecimal()]


def _or_zero(value: Any) -> Any:
    return 0 if value == "" else value


Count = Annotated[int, BeforeValidator(_or_zero)]
"""A number that tells and decides nothing: nothing is none."""


class ScanCodeInfo(Part):
    scan_type: str = Field(alias="ScanType", default="")
    scan_result: str = Field(alias="ScanResult", default="")


class Picture(Part):
    md5: str = Field(alias="PicMd5Sum", default="")


class SendPicsInfo(Part):
    count: Count = Field(alias="Count", default=0)
    pictures: Annotated[list[Picture], items("item")] = Field(alias="PicList", default_factory=list)


class SendLocationInfo(Part):
    latitude: Number | None = Field(alias="Location_X", default=None)
    longitude: Number | None = Field(alias="Location_Y", default=None)
    scale: str = Field(alias="Scale", default="")
    label: str = Field(alias="Label", default="")
    poi_name: str = Field(alias="Poiname", default="")


class CopyrightResult(Part):
    article_index: Count = Field(alias="ArticleIdx", default=0)
    user_declare_state: Count = Field(alias="UserDeclareState", default=0)
    audit_state: Count = Field(alias="AuditState", default=0)
    original_article_url: str = Field(alias="OriginalArticleUrl", default="")
    original_article_type: Count = Field(alias="OriginalArticleType", default=0)
    can_reprint: Count = Field(alias="CanReprint", default=0)
    need_replace_content: Count = Field(alias="NeedReplaceContent", default=0)
    need_show_reprint_source: Count = Field(alias="NeedShowReprintSource", default=0)


class CopyrightCheck(Part):
    results: Annotated[list[CopyrightResult], items("item")] = Field(
        alias="ResultList", default_factory=list
    )
    check_state: Count = Field(alias="CheckState", default=0)
    """1 not a reprint, 2 a reprint that is allowed, 3 blocked."""


class ArticleUrl(Part):
    index: Count = Field(alias="ArticleIdx", default=0)
    url: str = Field(alias="ArticleUrl", default="")


class ArticleUrls(Part):
    results: Annotated[list[ArticleUrl], items("item")] = Field(
        alias="ResultList", default_factory=list
    )


class PublishedArticle(Part):
    index: Count = Field(alias="idx", default=0)
    url: str = Field(alias="article_url", default="")


class PublishEventInfo(Part):
    publish_id: Id
    publish_status: int
    """Essential: nothing is not 0, which means success."""
    article_id: str = ""
    articles: Annotated[list[PublishedArticle], items("item")] = Field(
        alias="article_detail", default_factory=list
    )
    failed: Annotated[list[int], BeforeValidator(_numbers)] = Field(
        alias="fail_idx", default_factory=list
    )


class Notice(Part):
    """One entry of a subscription-notice event; which fields are set depends on the event."""

    template_id: str = Field(alias="TemplateId", default="")
    status: str = Field(alias="SubscribeStatusString", default="")
    popup_scene: str = Field(alias="PopupScene", default="")
    msg_id: str = Field(alias="MsgID", default="")
    error_code: str = Field(alias="ErrorCode", default="")
    error_status: str = Field(alias="ErrorStatus", default="")
