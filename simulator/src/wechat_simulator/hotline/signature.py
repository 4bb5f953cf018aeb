"""The signature of docs/hotline.yaml, implemented a second time."""

import hmac
from hashlib import sha256

TIME, PROOF = "X-Rongmei-Timestamp", "X-Rongmei-Signature"
MINUTES = 5


def headers(secret: str, method: str, path: str, body: bytes, at: int) -> dict[str, str]:
    return {TIME: str(at), PROOF: _proof(secret, method, path, body, str(at))}


def right(
    secret: str, method: str, path: str, body: bytes, stamp: str, proof: str, now: float
) -> bool:
    fresh = stamp.isdigit() and abs(int(stamp) - now) <= MINUTES * 60
    return fresh and hmac.compare_digest(_proof(secret, method, path, body, stamp), proof)


def _proof(secret: str, method: str, path: str, body: bytes, stamp: str) -> str:
    said = f"{stamp}\n{method}\n{path}\n{sha256(body).hexdigest()}"
    return "v1=" + hmac.new(secret.encode(), said.encode(), sha256).hexdigest()
