"""Masks: what in a question may tell who asked, hidden before anybody but the desk reads it. Pure."""

from __future__ import annotations

import re
from typing import Final

_HIDDEN: Final = "＊"
_PATTERNS: Final = (
    # Addresses of mail and of pages: what follows a slash may be anything.
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?:https?://|www\.)[^\s一-鿿，。]+", re.IGNORECASE),
    # Numbers of people, telephones, cards, cars, companies: five digits or more, also in groups, with letters between.
    # A sum of money tells nobody.
    re.compile(r"(?<!\d)[A-Za-z]{0,4}\d(?:[\s-]?\d){4,}+[\dA-Za-z]*+(?!\.?\d*\s*[元块万亿])"),
    re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·.\s]?[A-Z0-9]{5,6}"
    ),
    # Digits as words, as people write telephone numbers to get past a filter.
    re.compile(r"[零〇一二三四五六七八九幺]{6,}"),
    # Ids of WeChat and QQ.
    re.compile(r"(?<=微信)(?:号)?[:：是\s]*[A-Za-z][\w-]{4,}"),
)
_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭鲁韦马苗方俞任袁柳鲍史唐费薛雷贺倪汤"
    "滕罗毕郝邬安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米明臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路江童颜郭梅盛林钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房丁邓单洪包左石崔吉龚程邢裴陆荣翁荀甄曲封储段侯武刘景詹龙叶白蒲卓池谭劳申冉桑桂牛边温"
    "庄柴瞿阎连习易廖耿匡文寇欧沃关聂晁辛简饶曾沙丰游权岳肖涂"
)
_NAMES: Final = (
    # 我叫张三, 姓名：张三, 联系人 张三
    re.compile(
        rf"(?<=叫|名)(?:是|字|为)?[:：\s]*[{_SURNAMES}][一-鿿]{{1,2}}(?![一-鿿]{{0,2}}(?:税|费|局|证|公司))"
    ),
    re.compile(rf"(?<=联系人)[:：\s]*[{_SURNAMES}][一-鿿]{{1,2}}"),
    # 张某某, 张先生
    re.compile(rf"[{_SURNAMES}](?:某{{1,2}}|[一-鿿]?(?=先生|女士|小姐|师傅|阿姨|老师|经理|医生))"),
)


def masked(text: str) -> str:
    """A text with numbers of five digits or more, addresses and what looks like a person's name hidden.

    It hides rather too much than too little, and promises nothing: a story can name its teller without any of these.
    """
    for pattern in (*_PATTERNS, *_NAMES):
        text = pattern.sub(lambda found: _HIDDEN * min(len(found.group()), 4), text)
    return text
