"""What a person may do with a delivery now, and if not, why: from the transition table and from what is known of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from chalicelib.errors import DomainError
from chalicelib.publishing.deliveries.models import Delivery
from chalicelib.publishing.deliveries.transitions import ENDED
from chalicelib.publishing.pushes import check_cancellable
from chalicelib.publishing.recovery import check_recall, check_untried


class DeliveryDeed(StrEnum):
    """What a person does with a delivery."""

    CANCEL = "cancel"
    RETRY = "retry"
    RECALL = "recall"


def deed_name(delivery: Delivery, deed: DeliveryDeed) -> str:
    """As a button says it."""
    if deed is DeliveryDeed.RETRY:
        return "重新提交" if delivery.state in ENDED else "立即检查"
    return {DeliveryDeed.CANCEL: "取消", DeliveryDeed.RECALL: "撤回"}[deed]


def delivery_refusal(delivery: Delivery, deed: DeliveryDeed, now: datetime) -> str:
    """Why ``deed`` is not possible now, as a sentence; empty where it is."""
    try:
        if deed is DeliveryDeed.CANCEL:
            check_cancellable(delivery)
        elif deed is DeliveryDeed.RECALL:
            check_recall(delivery, 0)
            if any(not one.article and not one.refused for one in delivery.recalls):
                return "已经下达撤回。"
        elif delivery.state in ENDED:
            check_untried(delivery, now)
    except DomainError as error:
        return str(error)
    return ""
