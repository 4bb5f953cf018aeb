"""What a hall may ask of a person (实名信息): checked, encrypted with a key of its own, shown masked.

| SSM parameter | content |
|---|---|
| ``/rongmei/{stage}/appointments/identity`` | SecureString: the key that encrypts names and identity numbers, 256 bits in base64; made when a hall is kept that asks |

The key encrypts nothing else, and each text is bound to its booking: what is copied to another does not open there.
"""

from __future__ import annotations

import json
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from chalicelib.appointments import store
from chalicelib.appointments.errors import IdentityMissing
from chalicelib.appointments.models import Asked
from chalicelib.cloud import parameters, table
from chalicelib.errors import Field
from chalicelib.settings import settings

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
"""GB 11643: the last character of an identity number, by the weighted sum of the others modulo 11."""
_NONCE: Final = 12
_NAME: Final = re.compile(r"^[\u3400-\u9fff\U00020000-\U0003ffff·•A-Za-z .'-]{2,40}$")
_PHONE: Final = re.compile(r"^1[3-9]\d{9}$")
_PROBLEMS: Final = {
    Asked.NAME: "姓名，2 到 40 个字",
    Asked.ID_NUMBER: "正确的 18 位身份证号",
    Asked.PHONE: "11 位手机号",
}


def checked(asks: tuple[Asked, ...], given: Mapping[Asked, str] | None) -> dict[Asked, str]:
    """What the hall asks for, as it is kept; what it does not ask for is left out. Raises ``IdentityMissing``."""
    found = {one: (given or {}).get(one, "").strip() for one in asks}
    if Asked.ID_NUMBER in found:
        found[Asked.ID_NUMBER] = found[Asked.ID_NUMBER].upper()
    wrong = [one for one, text in found.items() if not _FITS[one](text)]
    if wrong:
        raise IdentityMissing(Field(one.value, _PROBLEMS[one]) for one in wrong)
    return found


def is_id_number(text: str) -> bool:
    """Whether a text is a resident identity number: 18 characters, a day that exists, its check character (GB 11643)."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", text, re.ASCII):
        return False
    try:
        datetime.strptime(text[6:14], "%Y%m%d")  # noqa: DTZ007 - a day of birth has no zone
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text[:17], strict=True))
    return _CHECKS[total % 11] == text[17]


def masked(known: Mapping[Asked, str]) -> tuple[tuple[Asked, str], ...]:
    """The same as it may be shown: ``张*``, ``110***********1234``, ``138****5678``."""
    return tuple((one, _MASKS[one](text)) for one, text in known.items())


def sealed(booking_id: str, known: Mapping[Asked, str]) -> str:
    """What is known, encrypted for one booking; empty where nothing is."""
    if not known:
        return ""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    body = json.dumps({one.value: text for one, text in known.items()}).encode()
    return b64encode(nonce + AESGCM(_key()).encrypt(nonce, body, booking_id.encode())).decode()


def opened(booking_id: str, text: str) -> dict[Asked, str]:
    """What ``sealed`` made, readable again; empty where there is nothing."""
    if not text:
        return {}
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    whole = b64decode(text)
    body = AESGCM(_key()).decrypt(whole[:_NONCE], whole[_NONCE:], booking_id.encode())
    found: dict[str, str] = json.loads(body)
    return {Asked(name): value for name, value in found.items()}


def of(booking_id: str) -> dict[Asked, str]:
    """What the hall asked for, of one booking, readable; empty after the visit."""
    item = table.get(*store.booking_key(booking_id), consistent=True) or {}
    return opened(booking_id, str(item.get("sealed", "")))


def make_key() -> None:
    """Make the key where there is none yet: before the first hall asks for something. Twice is once."""
    parameters.write_new(_parameter(), b64encode(secrets.token_bytes(32)).decode())


def _key() -> bytes:
    """The key, from the parameter store each time: few halls ask, and no function holds it."""
    return b64decode(parameters.read(_parameter()))


def _parameter() -> str:
    return f"/rongmei/{settings().stage}/appointments/identity"


def _masked_name(text: str) -> str:
    return text[0] + "*" * (len(text) - 1)


def _masked_number(text: str) -> str:
    return f"{text[:3]}{'*' * 11}{text[-4:]}"


def _masked_phone(text: str) -> str:
    return f"{text[:3]}****{text[-4:]}"


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text))


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text))


_FITS: Final[dict[Asked, Callable[[str], bool]]] = {
    Asked.NAME: _is_name,
    Asked.ID_NUMBER: is_id_number,
    Asked.PHONE: _is_phone,
}
_MASKS: Final[dict[Asked, Callable[[str], str]]] = {
    Asked.NAME: _masked_name,
    Asked.ID_NUMBER: _masked_number,
    Asked.PHONE: _masked_phone,
}
