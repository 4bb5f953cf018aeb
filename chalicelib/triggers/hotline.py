"""An account's hotline → API Gateway → here: an answer, a status, a ticket number (docs/hotline.yaml)."""

from __future__ import annotations

from chalice.app import Blueprint, Response

blueprint = Blueprint(__name__)


@blueprint.route("/hotline/{account}/events", methods=["POST"], content_types=["*/*"])
def event(account: str) -> Response:
    """Keep what the hotline says; it is carried out from the queue. The same event again changes nothing."""
    # Imported here: what answers WeChat starts without it.
    from chalicelib import desk, hotline

    statuses: dict[type[Exception], int] = {
        hotline.BadEvent: 400,
        hotline.ForgedCall: 403,
        hotline.NotConnected: 404,
        hotline.UnknownCase: 404,
    }
    request = blueprint.current_request
    try:
        new = hotline.receive(account, request.headers, request.raw_body, desk.utc_now())
    except tuple(statuses) as refusal:
        return _refuse(account, refusal, statuses[type(refusal)])
    return Response({"result": "recorded" if new else "duplicate"}, status_code=202)


def _refuse(account: str, refusal: Exception, status: int) -> Response:
    from chalicelib import telemetry

    reason = type(refusal).__name__
    telemetry.logger.warning("event refused", extra={"account": account[:64], "reason": reason})
    telemetry.count("HotlineEventRefused", Reason=reason)
    # A stranger need not learn which accounts there are, nor how they are set up.
    why = "not known here" if status == 404 else str(refusal)
    return Response({"error": why}, status_code=status)
