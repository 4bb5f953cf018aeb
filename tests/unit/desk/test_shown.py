"""Messages as agents read them."""

import pytest

from chalicelib.desk.messages.texts import shown
from chalicelib.wechat.parse import typed
from chalicelib.wechat.text import Message

COMMON = {"ToUserName": "gh_1", "FromUserName": "oA", "CreateTime": 1, "MsgId": "1"}


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"MsgType": "file", "Title": "申报表.xlsx", "FileTotalLen": "20480"},
            "[文件] 申报表.xlsx",
        ),
        ({"MsgType": "file"}, "[文件]"),
        ({"MsgType": "hologram", "Depth": "3"}, "[其他消息]"),
        ({"MsgType": "text", "Content": "【收到不支持的消息类型，暂无法显示】"}, "[表情或红包]"),
        ({"MsgType": "image", "PicUrl": "http://x/1"}, "[图片] http://x/1"),
        ({"MsgType": "image"}, "[图片]"),
        ({"MsgType": "shortvideo"}, "[小视频]"),
        ({"MsgType": "location", "Label": "市民中心"}, "[位置] 市民中心"),
    ],
)
def test_an_agent_reads_what_the_follower_sent(fields, line):
    push = typed(COMMON | fields)
    assert isinstance(push, Message)
    assert shown(push) == line
