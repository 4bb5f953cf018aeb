"""Chinese names."""

from typing import Final

from chalicelib.works.models import WorkKind

KIND_NAMES: Final = {
    WorkKind.SERIES: "系列",
    WorkKind.COLLECTION: "合集",
    WorkKind.RELAY: "接龙",
    WorkKind.EBOOK: "电子书",
    WorkKind.MINDMAP: "思维导图",
    WorkKind.POSTER: "海报",
    WorkKind.QUIZ: "答题",
    WorkKind.LIVE: "直播",
}
