"""The automatic checks by name, and how each is made: what an indicator's ``check`` may say. Pure."""

from __future__ import annotations

from typing import Final

CHECK_NAMES: Final = {
    "banned-words": "文章、附件、菜单、回复、知识库和服务目录里没有禁用词",
    "words": "同上，没有错词（产品词表和本单位词表）",
    "leaders": "领导人姓名后的职务与名单一致",
    "privacy": "没有未打码的身份证号、银行卡号、手机号、统一社会信用代码和家庭住址",
    "privacy-attached": "附件里也没有",
    "links": "文章、回复、知识库和服务目录里的链接打得开",
    "menu-links": "菜单里的链接打得开",
    "wrong-pages": "链接没有跳到首页、没有变成空白页或“已删除”的页面",
    "harmful-links": "链接最终没有落到名单上的网站",
    "last-published": "检查日前 days 天内有发布（群发或发布）",
    "publications": "最近 30 天发布次数不少于 per_month",
    "gap": "最近 90 天里两次发布的间隔不超过 days 天",
    "way-in": "微信推送打得通、近期应答正常，或有人工坐席",
    "welcome": "设置了关注回复和默认回复",
    "follower-jump": "单日净增粉丝不超过 percent %（且不少于 least 人），除非标了原因",
    "unanswered": "超过 days 天没有答好的提问不超过 share %（提问不少于 least 个时）",
    "reprints": "要求转载的稿件在期限内采用",
    "registered": "账号有备案记录",
    "in-charge": "账号有负责人和替补人员",
    "originals": "本季度原创不少于 percent %（发布不少于 least 篇时）",
}
