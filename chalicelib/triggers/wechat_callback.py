"""WeChat → API Gateway → here: one follower's message in, one reply out."""

from chalice.app import Blueprint, Response

blueprint = Blueprint(__name__)


@blueprint.route("/wechat/{account}", methods=["GET"])
def verify(account: str) -> Response:
    """WeChat asks whether this address is ours (sheet §1.1)."""
    return Response(body="", status_code=404, headers={"Content-Type": "text/plain"})


@blueprint.route("/wechat/{account}", methods=["POST"], content_types=["*/*"])
def receive(account: str) -> Response:
    """A follower wrote, tapped, followed or left."""
    return Response(body="success", headers={"Content-Type": "text/plain"})
