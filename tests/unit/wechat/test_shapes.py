"""Pushes that are not quite as WeChat's pages describe them: no message is lost, no event costs more than its odd part."""

import pytest

from chalicelib.wechat import events as e
from chalicelib.wechat import messages as m
from chalicelib.wechat.envelope import signed
from chalicelib.wechat.parse import typed
from chalicelib.wechat.push import Push, Unknown

COMMON = {"ToUserName": "gh_1", "FromUserName": "oA", "CreateTime": "1700000000"}


def message(kind: str, **fields: object) -> Push:
    return typed(COMMON | {"MsgType": kind, "MsgId": "77"} | fields)


def event(kind: str, **fields: object) -> Push:
    return typed(COMMON | {"MsgType": "event", "Event": kind} | fields)


def finish(inner: str) -> Push:
    head = (
        "<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>1</CreateTime>"
        "<MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event><MsgID>1</MsgID>"
        "<Status>err(30003)</Status>"
    )
    return typed(signed(f"{head}{inner}</xml>".encode()))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("hologram", {}),
        ("sticker", {"MediaId": "M"}),
        ("text2", {"Content": "你好"}),
        ("", {}),
    ],
)
def test_a_type_that_nobody_knows_is_still_a_message(kind, fields):
    push = message(kind, **fields)
    assert type(push) is m.OtherMessage
    assert push.key == "M#77"
    assert m.type_name(push.msg_type) == "其他消息"


def test_a_message_may_leave_its_type_out():
    push = typed(COMMON | {"MsgId": "77", "Content": "x"})
    assert type(push) is m.OtherMessage
    assert push.msg_type == "unknown"


@pytest.mark.parametrize("kind", ["image", "voice", "video", "shortvideo", "location", "file"])
def test_a_message_without_its_own_fields_keeps_its_type(kind):
    assert type(message(kind)) is m.MESSAGES[kind]


@pytest.mark.parametrize("kind", [" text ", "TEXT", "Text\n"])
def test_a_type_is_read_without_blanks_and_case(kind):
    push = message(kind, Content="发票")
    assert isinstance(push, m.Text)
    assert (push.msg_type, push.content) == ("text", "发票")


@pytest.mark.parametrize("content", [None, {"b": "2"}, ["x"], True])
def test_a_text_whose_content_is_no_text_is_empty(content):
    push = message("text", Content=content)
    assert isinstance(push, m.Text)
    assert push.key == "M#77"


def test_a_place_without_coordinates_is_a_place():
    push = message("location", Location_X="", Location_Y=" ", Label="市民中心")
    assert isinstance(push, m.Location)
    assert (push.latitude, push.label) == (None, "市民中心")


@pytest.mark.parametrize("size", ["", "many", None, {"a": "b"}])
def test_a_file_of_odd_size_keeps_its_name(size):
    push = message("file", Title="申报表.xlsx", FileTotalLen=size)
    assert isinstance(push, m.File)
    assert (push.title, push.size) == ("申报表.xlsx", None)


@pytest.mark.parametrize(
    "content",
    [
        "【收到不支持的消息类型，暂无法显示】",
        "[收到不支持的消息类型，暂无法显示]",
        "【收到不支持的消息类型，暂时无法显示】",
        " 【收到不支持的消息类型，暂无法显示】\n",
        "[不支持的消息类型]",
        "【红包消息，暂不支持查看】",
    ],
)
def test_the_text_that_stands_for_a_sticker_is_no_text(content):
    push = message("text", Content=content)
    assert type(push) is m.OtherMessage
    assert (push.msg_type, push.key) == (m.UNSHOWN, "M#77")


@pytest.mark.parametrize(
    "content",
    [
        "【紧急】页面暂无法显示怎么办",
        "[微笑]",
        "【办税】",
        "电子税务局提示【暂无法显示】怎么办",
        "[图片]暂无法显示",
        "【收到通知】",
    ],
)
def test_a_question_in_brackets_is_a_question(content):
    push = message("text", Content=content)
    assert isinstance(push, m.Text)
    assert push.content == content


def test_a_message_without_msgid_is_known_again_by_its_second_try():
    first, again, other = (
        typed(COMMON | {"MsgType": "text", "Content": content}) for content in ("甲", "甲", "乙")
    )
    assert isinstance(first, m.Text)
    assert first.key == again.key != other.key
    assert first.key.startswith("M#")


def test_an_event_with_a_msgid_stays_an_event():
    assert isinstance(event("CLICK", EventKey="A", MsgId="5"), e.Click)


@pytest.mark.parametrize(
    "inner",
    [
        "<ArticleUrlResult><Count>0</Count><ResultList>\n</ResultList></ArticleUrlResult>",
        "<TotalCount> </TotalCount>",
        "<TotalCount>viele</TotalCount>",
        "<CopyrightCheckResult>\n</CopyrightCheckResult>",
        "<CopyrightCheckResult><ResultList><item/></ResultList></CopyrightCheckResult>",
        "<ArticleUrlResult><ResultList><item><ArticleIdx>\n</ArticleIdx></item></ResultList></ArticleUrlResult>",
        "<ArticleUrlResult>none</ArticleUrlResult>",
    ],
)
def test_an_odd_part_does_not_cost_the_finish_event(inner):
    push = finish(inner + "<SentCount>75</SentCount>")
    assert isinstance(push, e.MassSendJobFinish)
    assert (push.status, push.sent_count) == ("err(30003)", 75)


def test_an_odd_finding_of_the_copyright_check_costs_itself_alone():
    push = finish(
        "<CopyrightCheckResult><Count>2</Count><ResultList>"
        "<item><ArticleIdx>1</ArticleIdx><AuditState>?</AuditState></item>"
        "<item>\n</item><item><ArticleIdx>2</ArticleIdx><AuditState>3</AuditState></item>"
        "</ResultList><CheckState>3</CheckState></CopyrightCheckResult>"
    )
    assert isinstance(push, e.MassSendJobFinish)
    assert push.copyright_check is not None
    assert push.copyright_check.check_state == 3
    found = push.copyright_check.results
    assert [(one.article_index, one.audit_state) for one in found] == [(1, 0), (2, 3)]


@pytest.mark.parametrize("detail", ["", "\n", {"item": "\n"}, {"count": "0"}, None])
def test_a_publication_without_details_is_a_publication(detail):
    info = {"publish_id": "1", "publish_status": "0", "article_detail": detail, "fail_idx": "\n"}
    push = event("PUBLISHJOBFINISH", PublishEventInfo=info)
    assert isinstance(push, e.PublishJobFinish)
    assert (push.info.publish_status, push.info.articles, push.info.failed) == (0, [], [])


def test_a_failed_article_that_is_no_number_does_not_hide_the_others():
    info = {"publish_id": "1", "publish_status": "2", "fail_idx": ["1", " ", "x", "3"]}
    push = event("PUBLISHJOBFINISH", PublishEventInfo=info)
    assert isinstance(push, e.PublishJobFinish)
    assert push.info.failed == [1, 3]


@pytest.mark.parametrize(
    ("kind", "field", "value", "model"),
    [
        ("pic_weixin", "SendPicsInfo", {"Count": "\n", "PicList": "\n"}, e.SendPictures),
        ("pic_weixin", "SendPicsInfo", "\n", e.SendPictures),
        ("location_select", "SendLocationInfo", {"Location_X": "", "Location_Y": " "}, e.LocationSelect),
        ("location_select", "SendLocationInfo", "", e.LocationSelect),
        ("scancode_push", "ScanCodeInfo", "\n", e.ScanCode),
        ("LOCATION", "Latitude", " ", e.ReportLocation),
        ("subscribe_msg_popup_event", "SubscribeMsgPopupEvent", "\n", e.SubscribeMsgPopup),
        ("verify_expired", "ExpiredTime", " ", e.Verification),
        (" CLICK ", "EventKey", "K", e.Click),
    ],
)  # fmt: skip
def test_an_event_is_known_by_its_name(kind, field, value, model):
    assert type(event(kind, **{field: value})) is model


def test_a_verification_event_with_a_blank_behind_its_name_is_no_alarm():
    push = event("naming_verify_success ", ExpiredTime="1")
    assert isinstance(push, e.Verification)
    assert not push.at_risk


@pytest.mark.parametrize(
    ("event_key", "scene"),
    [
        ("qrscene_hall-1", "hall-1"),
        ("qrscene_", ""),
        ("last_trade_no_4200001", ""),
        ("", ""),
        (" ", ""),
        ("hall-1", ""),
    ],
)
def test_only_qrscene_is_a_scene(event_key, scene):
    push = event("subscribe", EventKey=event_key)
    assert isinstance(push, e.Subscribe)
    assert push.scene == scene


def test_a_status_that_says_nothing_is_not_taken_for_success():
    info = {"publish_id": "1", "publish_status": "\n"}
    assert isinstance(event("PUBLISHJOBFINISH", PublishEventInfo=info), Unknown)
