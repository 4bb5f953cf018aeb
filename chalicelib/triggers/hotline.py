"""An account's hotline → API Gateway → here: an answer, a status, a ticket number (docs/hotline.yaml)."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.clock import utc_now
from chalicelib.cloud import deadline
from chalicelib.errors import DomainError

blueprint = Blueprint(__name__)

_ANSWER_WITHIN = 8.0
"""Seconds. The function ends after ten; a hotline posts again what got no answer."""
STATUS = {"invalid": 400, "not_permitted": 403, "not_found": 404}
"""By the kind of an error (chalicelib/errors.py)."""


@blueprint.route("/hotline/{account}/events", methods=["POST"], content_types=["*/*"])
def event(account: str) -> Response:
    """Keep an event of the hotline; it is carried out from the queue. The same event again changes nothing."""
    from chalicelib import hotline

    request = blueprint.current_request
    try:
        with deadline.within(_ANSWER_WITHIN):
            new = hotline.receive(account, request.headers, request.raw_body, utc_now())
    except hotline.HotlineError as refusal:
        return _refuse(account, refusal)
    return Response({"result": "recorded" if new else "duplicate"}, status_code=202)


def _refuse(account: str, refusal: DomainError) -> Response:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    reason = type(refusal).__name__
    status = STATUS[refusal.kind]
    telemetry.logger.warning("event refused", extra={"account": account[:64], "reason": reason})
    telemetry.count(Metric.HOTLINE_EVENT_REFUSED, Reason=reason)
    # A stranger need not learn which accounts there are, nor how they are set up.
    why = "not known here" if status == 404 else str(refusal)
    return Response({"error": why}, status_code=status)
