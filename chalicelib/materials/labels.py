"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.materials.models import (
    Consent,
    LicenceKind,
    MaterialAction,
    MaterialKind,
    MaterialProblem,
    MaterialReach,
    MaterialState,
)

KINDS: Final = {
    MaterialKind.PICTURE: "图片",
    MaterialKind.VIDEO: "视频",
    MaterialKind.AUDIO: "音频",
    MaterialKind.TEXT: "文字",
    MaterialKind.FILE: "文件",
}
LICENCES: Final = {
    LicenceKind.OWN: "自有",
    LicenceKind.PERMITTED: "授权使用",
    LicenceKind.BOUGHT: "购买",
    LicenceKind.PUBLIC: "公有领域",
}
REACHES: Final = {
    MaterialReach.OWN: "仅本单位",
    MaterialReach.BELOW: "本单位及下级",
    MaterialReach.ALL: "所有单位",
}
CONSENTS: Final = {
    Consent.YES: "出镜人已同意",
    Consent.NO: "出镜人未同意",
    Consent.NONE: "没有人出镜",
}
STATES: Final = {MaterialState.ACTIVE: "在用", MaterialState.RETIRED: "已停用"}
ACTIONS: Final = {
    MaterialAction.EDIT: "修改",
    MaterialAction.REPLACE: "更换文件",
    MaterialAction.RETIRE: "停用",
    MaterialAction.RESTORE: "恢复使用",
}
PROBLEMS: Final = {
    MaterialProblem.RETIRED: "已停用",
    MaterialProblem.EXPIRED: "授权已到期",
    MaterialProblem.NOT_YET: "还没到可用的日期",
    MaterialProblem.OUT_OF_REACH: "没有给本单位使用",
    MaterialProblem.OTHER_ACCOUNT: "没有给这个公众号使用",
    MaterialProblem.NO_CONSENT: "出镜人没有同意",
}
MENDED: Final = {
    MaterialProblem.RETIRED: "请换一份素材",
    MaterialProblem.EXPIRED: "请换一份素材，或由素材负责人续期",
    MaterialProblem.NOT_YET: "请换一份素材，或改到可用之后发布",
    MaterialProblem.OUT_OF_REACH: "请换一份素材，或请它的单位放开使用范围",
    MaterialProblem.OTHER_ACCOUNT: "请换一份素材，或请它的单位加上这个公众号",
    MaterialProblem.NO_CONSENT: "请换一份素材，或取得出镜人同意后登记",
}
"""What helps against each."""
