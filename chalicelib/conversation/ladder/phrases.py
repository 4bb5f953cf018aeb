"""The robot's own sentences, and the words that it takes as signs: data, to be read and corrected by people.

Signs are written as ``fold`` writes a message: small letters, simplified characters.
"""

from __future__ import annotations

from typing import Final

PERSON: Final = frozenset(
    "人工 转人工 人工客服 人工服务 转人工客服 转人工服务 找人工 我要人工 要人工 接人工 联系人工 人工坐席 转接人工 "
    "客服 在线客服 转客服 找客服 联系客服 真人 真人客服 有人吗 有人在吗".split()
)
"""A message that is one of these, and nothing else, asks for a person. A rule of the account comes first."""

COURTESIES: Final = frozenset(
    "你好 您好 在吗 在不在 hi hello 嗨 哈喽 早上好 下午好 晚上好 谢谢 谢谢你 谢谢您 多谢 感谢 好的 好 好吧 嗯 嗯嗯 哦 哦哦 "
    "收到 辛苦了 知道了 明白了 了解 ok 再见 拜拜 不用了 没事了 唔该 唔该晒 多谢晒 早晨".split()
)
"""Neither question nor complaint: the knowledge base is not asked."""

RUDE: Final = (
    "傻逼 傻b 煞笔 沙比 傻叉 白痴 脑残 混蛋 王八蛋 滚蛋 有病吧 他妈的 你妈的 操你 草泥马 "
    "狗屁 放屁 吃屎 卧槽 尼玛 不要脸 真垃圾 太垃圾 什么垃圾 垃圾系统 垃圾软件 垃圾客服 垃圾服务 垃圾公众号 群废物 帮废物 "
    "都是废物 都是垃圾"
).split()
"""Anger shows in these, wherever they stand; it is met calmly."""

RUDE_ALONE: Final = frozenset(
    "垃圾 废物 弱智 智障 神经病 骗子 去死 妈的 你们垃圾 你们骗子 都是骗子 你们是骗子 一群骗子 大骗子 你去死 去死吧".split()
)
"""Anger where nothing else is said. In a question they are its matter: 垃圾处理费, 固体废物, 智障人士, 我妈的社保."""

ONLY_TEXT: Final = "收到您发来的{kind}。自动答复只看得懂文字，请用文字说明您想咨询的问题。"
"""For a message without text, where the account has no reply of its own; ``kind`` is a ``type_name``."""
UNHEARD: Final = "没有听清您的语音。请用文字说明您想咨询的问题，或者再说一遍。"

CLARIFY: Final = "您是不是想问："
SERVICES: Final = "您是不是想办："
TO_DO: Final = "办理："
ALSO_SERVICES: Final = "也许您要办："
STOPPED: Final = "（暂停）"
NONE_OF_THESE: Final = "都不是？请换个说法再问"
NOTHING_FOUND: Final = "没有找到有把握的答复。请换个说法再问，说明办什么事、卡在哪一步，"
CALM: Final = "给您添麻烦了，很抱歉。请说明您遇到的问题，我会尽力查找答复"
GONE: Final = "您点的这条内容已失效或已更新。"
NOTHING_MORE: Final = "没有找到更多答复。"
ASK_AGAIN: Final = "请换个说法再问"
LATER: Final = "正在为您查找，请稍候点{link}。"
STILL_LOOKING: Final = "还在查找，请过一会儿再点{link}；等不及可以换个说法再问"
LOOK_FURTHER: Final = "再找一找：{link}"

TELL_ME: Final = "这个问题以后有了答复，可以在这里告诉您，请点{link}。"
REMINDED: Final = "记下了，开播前 30 分钟提醒您。微信只让我们提醒同意过订阅通知、或 48 小时内给公众号发过消息的人。"
AGREED: Final = "好的，有了答复会在这里告诉您。"
TOLD: Final = "您问过的“{question}”有答复了："
NEWS: Final = "您问过的“{question}”有答复了：{link}"

HELPFUL: Final = "谢谢您的反馈。"
RATED: Final = "谢谢您的评价。"
UNHELPFUL: Final = "谢谢您的反馈，这条答复会有人核对。请换个说法再问"

QUEUED: Final = "已为您转接人工，您排在第 {position} 位。请接着说明您的问题，坐席会在这里回复您。"
CLOSED: Final = "现在没有坐席在线{opens}。您的问题已登记，受理号 {ticket}，坐席上班后会在这里回复您。请接着说明您的问题。"
WAITING: Final = "您排在第 {position} 位，请稍候。您发来的内容坐席都能看到。"
WAITING_CLOSED: Final = (
    "现在没有坐席在线{opens}。您的问题已登记，坐席上班后会按顺序回复；您发来的内容坐席都能看到。"
)
CLOSED_LONG: Final = (
    "现在没有坐席在线{opens}。您的问题已登记，受理号 {ticket}。微信只允许在您发消息后的 48 小时内答复，"
    "请在坐席上班后再发一条消息，坐席会接着为您答复，不必重复说明。"
)
"""Over a long weekend WeChat's window closes before the desk opens; no answer is promised that can't be sent."""
WAITING_LONG: Final = (
    "现在没有坐席在线{opens}。您的问题已登记；微信只允许在您发消息后的 48 小时内答复，"
    "请在坐席上班后再发一条消息，坐席会按顺序答复。"
)

# Texts of links; tapping one makes the follower say the same.
PERSON_LINK: Final = "转人工"
LEAVE_WORD_LINK: Final = "给坐席留言"
NEXT_LINK: Final = "下一页"
LATER_LINK: Final = "查看答复"
HELPFUL_LINK: Final = "有帮助"
UNHELPFUL_LINK: Final = "没帮助"
ORIGINAL_LINK: Final = "查看正式答复"
TELL_LINK: Final = "有答复时告诉我"
NEWS_LINK: Final = "查看答复"
BASIS: Final = "依据："
BESIDE: Final = "相关文件："
