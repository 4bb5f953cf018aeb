"""Chinese names."""

from typing import Final

from chalicelib.products.models import Form, ProductAction

FORM_NAMES: Final = {
    Form.EBOOK: "电子书",
    Form.MINDMAP: "思维导图",
    Form.POSTER: "海报",
    Form.QUIZ: "答题",
    Form.LIVE: "直播",
}
ACTION_NAMES: Final = {
    ProductAction.EDIT: "编辑",
    ProductAction.PUBLISH: "上线",
    ProductAction.WITHDRAW_WORK: "下线",
}
