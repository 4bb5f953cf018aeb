"""Structured logs and metrics. Imported where something is to tell, never by a reply that went well."""

from __future__ import annotations

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from chalicelib.metrics import Metric
from chalicelib.settings import settings

logger = Logger(service="rongmei", stage=settings().stage)

_NAMESPACE = "Rongmei"


def count(name: Metric, value: float = 1, **dimensions: str) -> None:
    """One metric, at once (CloudWatch embedded metric format on standard output).

    Its dimensions are ``Stage`` and those given, no others: alarms and dashboard name them all. Two stages of one
    AWS account share the namespace, so without ``Stage`` a test would ring for production.
    """
    with single_metric(
        name=name, unit=MetricUnit.Count, value=value, namespace=_NAMESPACE
    ) as metric:
        metric.add_dimension(name="Stage", value=settings().stage)
        for dimension, of in dimensions.items():
            metric.add_dimension(name=dimension, value=of)


def count_refusal(account: str, refusal: Exception, status: int) -> None:
    """A callback that was turned away: reason and account, no content."""
    reason = type(refusal).__name__
    logger.warning(
        "callback refused", extra={"account": account[:64], "reason": reason, "status": status}
    )
    count(Metric.CALLBACK_REFUSED, Reason=reason)


def count_verification(account: str, event: str) -> None:
    """WeChat says that an account's verification is failing, due or expired (sheet §1.5).

    Counted with the event and without: the alarm stands on the sum, the dashboard on which.
    """
    logger.warning("account verification", extra={"account": account, "event": event})
    count(Metric.ACCOUNT_VERIFICATION)
    count(Metric.ACCOUNT_VERIFICATION, Event=event)
