"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound, remedy


class DistributionError(DomainError):
    """The base of this package's errors."""


class UnknownOffer(DistributionError, NotFound):
    """An id that names no offer, or none of this account's."""

    def __init__(self, offer_id: str, account_id: str = "") -> None:
        whose = f"没有分发给公众号“{account_id}”" if account_id else "不存在"
        super().__init__(
            f"分发 {offer_id} {whose}。",
            remedies=[
                remedy("offer.inbox", "查看收到的分发", account=account_id)
                if account_id
                else remedy("offer.list", "查看已有的分发")
            ],
        )
        self.offer_id = offer_id


class UnknownTask(DistributionError, NotFound):
    """No such correction or recall, or nothing left to do about it."""


class BadOffer(DistributionError, Invalid):
    """An offer, an answer or a change that cannot be so."""


class NobodyBelow(DistributionError, Invalid):
    """An offer that would reach no account."""


class WrongState(DistributionError, IllegalNow):
    """The offer, or an account's answer to it, is in a state that does not allow this."""


class LocallyEdited(DistributionError, IllegalNow):
    """A correction would overwrite what the unit itself has written into its copy."""

    def __init__(
        self, offer_id: str, account_id: str, task: int, article: str, edited: str
    ) -> None:
        super().__init__(
            f"稿件 {article} 采用后由本单位改过（{edited}），办理更正会用上级的新稿覆盖这些改动；旧版本都保留。"
            "请先核对，再决定覆盖，或自己改好后说明。",
            remedies=[
                remedy("article.show", "查看稿件和版本", article=article),
                remedy(
                    "offer.overwrite", "用新稿覆盖", offer=offer_id, account=account_id, task=task
                ),
                remedy(
                    "offer.acknowledge",
                    "说明已自行改好",
                    offer=offer_id,
                    account=account_id,
                    task=task,
                ),
            ],
        )


class DressingChanged(DistributionError, Conflict):
    """Somebody else changed header and footer meanwhile."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"刚刚有人改过公众号“{account_id}”的页眉页脚，您的修改还没有保存。请对照后再保存。"
        )


class OfferChanged(DistributionError, Conflict):
    """Somebody else changed the offer or the receipt meanwhile."""
