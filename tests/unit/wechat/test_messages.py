"""Every message and event of the sheet §1.4 and §1.5, typed, and their dedupe keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.wechat import events as e
from chalicelib.wechat import messages as m
from chalicelib.wechat.body import parse
from chalicelib.wechat.callback_errors import Malformed
from chalicelib.wechat.parse import typed
from chalicelib.wechat.push import Push, Unknown

COMMON = {"ToUserName": "gh_1", "FromUserName": "oA", "CreateTime": "1700000000"}


def message(kind: str, **fields: object) -> Push:
    return typed(COMMON | {"MsgType": kind, "MsgId": "9007199254740993"} | fields)


def event(kind: str, **fields: object) -> Push:
    return typed(COMMON | {"MsgType": "event", "Event": kind} | fields)


@pytest.mark.parametrize(
    ("kind", "fields", "model"),
    [
        ("text", {"Content": "你好", "bizmsgmenuid": "101"}, m.Text),
        ("image", {"PicUrl": "http://x", "MediaId": "M"}, m.Image),
        ("voice", {"MediaId": "M", "Format": "amr", "Recognition": "发票"}, m.Voice),
        ("video", {"MediaId": "M", "ThumbMediaId": "T"}, m.Video),
        ("shortvideo", {"MediaId": "M", "ThumbMediaId": "T"}, m.Video),
        (
            "location",
            {"Location_X": "23.1", "Location_Y": "113.3", "Scale": "20", "Label": "路"},
            m.Location,
        ),
        ("link", {"Title": "t", "Description": "d", "Url": "http://x"}, m.Link),
        (
            "miniprogrampage",
            {"AppId": "wx1", "Title": "t", "PagePath": "p", "ThumbUrl": "u", "ThumbMediaId": "T"},
            m.MiniProgramPage,
        ),
        (
            "file",
            {"Title": "申报表.xlsx", "FileKey": "K", "FileMd5": "d", "FileTotalLen": "1024"},
            m.File,
        ),
    ],
)
def test_every_message_type_is_typed(kind, fields, model):
    assert type(message(kind, **fields)) is model


def test_a_tapped_menu_entry_keeps_its_id():
    tapped = message("text", Content="办税厅在哪", bizmsgmenuid="101")
    assert isinstance(tapped, m.Text)
    assert tapped.menu_id == "101"


@pytest.mark.parametrize(
    ("kind", "fields", "model"),
    [
        ("subscribe", {"EventKey": "qrscene_hall-1", "Ticket": "T"}, e.Subscribe),
        ("unsubscribe", {"EventKey": ""}, e.Unsubscribe),
        ("SCAN", {"EventKey": "hall-1", "Ticket": "T"}, e.Scan),
        (
            "LOCATION",
            {"Latitude": "23.1", "Longitude": "113.3", "Precision": "119"},
            e.ReportLocation,
        ),
        ("CLICK", {"EventKey": "KEY", "MenuId": "5"}, e.Click),
        ("VIEW", {"EventKey": "https://x", "MenuId": "5"}, e.View),
        ("view_miniprogram", {"EventKey": "pages/i", "MenuId": "5"}, e.ViewMiniProgram),
        (
            "scancode_push",
            {"EventKey": "6", "ScanCodeInfo": {"ScanType": "qrcode", "ScanResult": "1"}},
            e.ScanCode,
        ),
        (
            "scancode_waitmsg",
            {"EventKey": "6", "ScanCodeInfo": {"ScanType": "qrcode", "ScanResult": "1"}},
            e.ScanCode,
        ),
        (
            "pic_sysphoto",
            {
                "EventKey": "6",
                "SendPicsInfo": {"Count": "1", "PicList": {"item": {"PicMd5Sum": "a"}}},
            },
            e.SendPictures,
        ),
        (
            "pic_photo_or_album",
            {"EventKey": "6", "SendPicsInfo": {"Count": "0", "PicList": ""}},
            e.SendPictures,
        ),
        (
            "pic_weixin",
            {
                "EventKey": "6",
                "SendPicsInfo": {
                    "Count": "2",
                    "PicList": {"item": [{"PicMd5Sum": "a"}, {"PicMd5Sum": "b"}]},
                },
            },
            e.SendPictures,
        ),
        (
            "location_select",
            {
                "EventKey": "6",
                "SendLocationInfo": {
                    "Location_X": "23",
                    "Location_Y": "113",
                    "Scale": "15",
                    "Label": "l",
                    "Poiname": "",
                },
            },
            e.LocationSelect,
        ),
        ("MASSSENDJOBFINISH", {"MsgID": "1", "Status": "send success"}, e.MassSendJobFinish),
        (
            "TEMPLATESENDJOBFINISH",
            {"MsgID": "1", "Status": "failed:user block"},
            e.TemplateSendJobFinish,
        ),
        (
            "PUBLISHJOBFINISH",
            {
                "PublishEventInfo": {
                    "publish_id": "1",
                    "publish_status": "0",
                    "article_id": "a",
                    "article_detail": {"count": "1", "item": {"idx": "1", "article_url": "u"}},
                }
            },
            e.PublishJobFinish,
        ),
        (
            "subscribe_msg_popup_event",
            {
                "SubscribeMsgPopupEvent": {
                    "List": {
                        "TemplateId": "t",
                        "SubscribeStatusString": "accept",
                        "PopupScene": "2",
                    }
                }
            },
            e.SubscribeMsgPopup,
        ),
        (
            "subscribe_msg_change_event",
            {
                "SubscribeMsgChangeEvent": {
                    "List": [{"TemplateId": "t", "SubscribeStatusString": "reject"}]
                }
            },
            e.SubscribeMsgChange,
        ),
        (
            "subscribe_msg_sent_event",
            {
                "SubscribeMsgSentEvent": {
                    "List": {
                        "TemplateId": "t",
                        "MsgID": "1",
                        "ErrorCode": "0",
                        "ErrorStatus": "success",
                    }
                }
            },
            e.SubscribeMsgSent,
        ),
        ("kf_create_session", {"KfAccount": "a@b"}, e.KfSession),
        ("kf_close_session", {"KfAccount": "a@b"}, e.KfSession),
        ("kf_switch_session", {"FromKfAccount": "a@b", "ToKfAccount": "c@b"}, e.KfSwitchSession),
        ("user_enter_tempsession", {"SessionFrom": "x"}, e.EnterTempSession),
        ("qualification_verify_success", {"ExpiredTime": "1"}, e.Verification),
        ("qualification_verify_fail", {"FailTime": "1", "FailReason": "r"}, e.Verification),
        ("naming_verify_success", {"ExpiredTime": "1"}, e.Verification),
        ("naming_verify_fail", {"FailTime": "1", "FailReason": "r"}, e.Verification),
        ("annual_renew", {"ExpiredTime": "1"}, e.Verification),
        ("verify_expired", {"ExpiredTime": "1"}, e.Verification),
        ("user_info_modified", {"OpenID": "o", "AppID": "wx", "RevokeInfo": "1"}, e.UserData),
        (
            "user_authorization_revoke",
            {"OpenID": "o", "AppID": "wx", "RevokeInfo": "1"},
            e.UserData,
        ),
        (
            "user_authorization_cancellation",
            {"OpenID": "o", "AppID": "wx", "RevokeInfo": "1"},
            e.UserData,
        ),
    ],
)
def test_every_event_is_typed(kind, fields, model):
    assert type(event(kind, **fields)) is model


def test_the_finish_event_of_a_push_carries_counts_and_article_addresses():
    done = typed(
        parse(
            b"<xml><ToUserName>gh_1</ToUserName><FromUserName>mphelper</FromUserName><CreateTime>1</CreateTime>"
            b"<MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event><MsgID>1000001</MsgID>"
            b"<Status>send success</Status><TotalCount>100</TotalCount><FilterCount>80</FilterCount>"
            b"<SentCount>75</SentCount><ErrorCount>5</ErrorCount>"
            b"<CopyrightCheckResult><Count>0</Count><ResultList/><CheckState>2</CheckState></CopyrightCheckResult>"
            b"<ArticleUrlResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>"
            b"<ArticleUrl>u</ArticleUrl></item></ResultList></ArticleUrlResult></xml>"
        )
    )
    assert isinstance(done, e.MassSendJobFinish)
    assert not done.follower
    assert (done.job_id, done.sent_count, done.error_count) == ("1000001", 75, 5)
    assert done.copyright_check is not None
    assert done.copyright_check.check_state == 2
    assert done.article_urls is not None
    assert [(a.index, a.url) for a in done.article_urls.results] == [(1, "u")]


@pytest.mark.parametrize("repeated", ["2", ["2", "3"]])
def test_failed_articles_of_a_publication_are_a_list_in_any_number(repeated):
    info = {"publish_id": "1", "publish_status": "2", "fail_idx": repeated}
    done = event("PUBLISHJOBFINISH", PublishEventInfo=info)
    assert isinstance(done, e.PublishJobFinish)
    assert done.info.failed == [int(i) for i in repeated]


def test_json_numbers_read_like_xml_text():
    assert message("text", MsgId=9007199254740993, CreateTime=1700000000, Content="x") == message(
        "text", Content="x"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"MsgType": "hologram"},
        {"MsgType": "event", "Event": "brand_new"},
        {"MsgType": "event"},
        {"MsgType": "event", "Event": "MASSSENDJOBFINISH", "MsgID": "1", "Status": " "},
        {
            "MsgType": "event",
            "Event": "PUBLISHJOBFINISH",
            "PublishEventInfo": {"publish_id": "1", "publish_status": " "},
        },
    ],
)
def test_what_is_not_known_is_kept_raw(fields):
    push = typed(COMMON | fields)
    assert isinstance(push, Unknown)
    assert push.fields == COMMON | fields


@pytest.mark.parametrize("missing", ["ToUserName", "FromUserName", "CreateTime", "MsgType"])
def test_without_sender_receiver_time_or_type_a_push_is_malformed(missing):
    fields = COMMON | {"MsgType": "event", "Event": "subscribe"}
    del fields[missing]
    with pytest.raises(Malformed, match=missing):
        typed(fields)


def test_the_key_of_a_message_is_its_msgid_alone():
    assert message("text", Content="x").key == message("text", Content="y", CreateTime="5").key


def test_two_events_in_one_second_are_two():
    keys = {
        event("CLICK", EventKey="A").key,
        event("CLICK", EventKey="B").key,
        event("VIEW", EventKey="A").key,
        event("subscribe").key,
        event("MASSSENDJOBFINISH", MsgID="1", Status="x").key,
        event("MASSSENDJOBFINISH", MsgID="2", Status="x").key,
        event("TEMPLATESENDJOBFINISH", MsgID="1", Status="x").key,
    }
    assert len(keys) == 7


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
names = st.sampled_from(
    [
        "ToUserName",
        "FromUserName",
        "CreateTime",
        "MsgType",
        "MsgId",
        "Event",
        "EventKey",
        "Content",
        "MediaId",
        "SendPicsInfo",
        "PublishEventInfo",
        "MsgID",
        "Status",
        "SubscribeMsgPopupEvent",
    ]
)
kinds = st.fixed_dictionaries(
    {"MsgType": st.sampled_from(["event", *m.MESSAGES]), "Event": st.sampled_from(sorted(e.EVENTS))}
)


@given(st.dictionaries(names, values), kinds)
def test_no_fields_raise_anything_but_malformed_and_every_push_has_a_key(fields, kind):
    try:
        push = typed(COMMON | kind | fields)
    except Malformed:
        return
    assert push.key == push.key
    assert 0 < len(push.key.encode()) < 900


@given(st.text(min_size=1, max_size=40), st.integers(0, 2**40 - 1))
def test_the_key_depends_on_nothing_that_a_retry_could_change(event_key, created):
    first = event("CLICK", EventKey=event_key, CreateTime=str(created))
    again = event("CLICK", EventKey=event_key, CreateTime=created, Anything="new")
    assert first.key == again.key


@pytest.mark.parametrize("odd", ["消" * 256, "x" * 256, "😀" * 200])
def test_an_odd_msgid_still_makes_a_key_that_fits_a_table(odd):
    assert len(message("text", MsgId=odd, Content="x").key.encode()) < 100
    assert (
        message("text", MsgId=odd, Content="x").key
        != message("text", MsgId=odd[1:], Content="x").key
    )


def test_every_message_type_has_a_chinese_name():
    assert set(m.TYPE_NAMES) == {*m.MESSAGES, m.UNSHOWN}
