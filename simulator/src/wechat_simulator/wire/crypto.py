"""WeChat's envelope (sheet §1.1, §1.2): signatures, AES and its unusual padding."""

import base64
import binascii
import hashlib
import hmac
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
KEY_LENGTH = 43


class EnvelopeError(ValueError):
    """The account's key and appid do not open this ciphertext."""


def sign(*parts: str) -> str:
    """SHA-1 over the sorted parts (token, timestamp, nonce and, if there is one, Encrypt)."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def signed_by(signature: str, *parts: str) -> bool:
    return hmac.compare_digest(signature.encode(), sign(*parts).encode())


def as_bytes(text: str) -> bytes:
    """`text` in UTF-8; a half of a character, and a byte that a fault has put in, go out as they are."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def storable(text: str) -> str:
    """`text` with a sign for each half of a character: logs, chats and answers are JSON in UTF-8."""
    return as_bytes(text).decode(errors="replace")


def seal(message: str, aes_key: str, appid: str, *, prefix: bytes | None = None) -> str:
    """Encrypt a message.

    Args:
        message: the plain XML or JSON.
        aes_key: EncodingAESKey, 43 characters.
        appid: the account's appid, part of the plaintext.
        prefix: the 16 random bytes in front; only tests against official vectors give them.

    Returns:
        The `Encrypt` value, base64.
    """
    body = as_bytes(message)
    plain = (prefix or os.urandom(16)) + struct.pack(">I", len(body)) + body + appid.encode()
    pad = BLOCK - len(plain) % BLOCK
    encryptor = _cipher(aes_key).encryptor()
    sealed = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def unseal(encrypted: str, aes_key: str, appid: str) -> str:
    """Decrypt what `seal` made.

    Raises:
        EnvelopeError: not base64, wrong key, broken padding or somebody else's appid.
    """
    try:
        sealed = base64.b64decode(encrypted, validate=True)
    except ValueError as error:
        raise EnvelopeError("Encrypt is not base64") from error
    if not sealed or len(sealed) % 16:
        raise EnvelopeError("Encrypt is not whole AES blocks")
    decryptor = _cipher(aes_key).decryptor()
    plain = decryptor.update(sealed) + decryptor.finalize()
    pad = plain[-1]
    if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise EnvelopeError("wrong padding: sealed with another EncodingAESKey?")
    plain = plain[:-pad]
    if len(plain) < 20:
        raise EnvelopeError("too short for random, length and message")
    (length,) = struct.unpack(">I", plain[16:20])
    message, owner = plain[20 : 20 + length], plain[20 + length :]
    if owner != appid.encode():
        raise EnvelopeError("sealed for another appid")
    try:
        return message.decode()
    except UnicodeDecodeError as error:
        raise EnvelopeError("the message is not UTF-8") from error


def _cipher(aes_key: str) -> Cipher[modes.CBC]:
    if len(aes_key) != KEY_LENGTH:
        raise EnvelopeError(f"EncodingAESKey has {KEY_LENGTH} characters, this one {len(aes_key)}")
    try:
        key = base64.b64decode(aes_key + "=")
    except binascii.Error as error:
        raise EnvelopeError("EncodingAESKey is not base64") from error
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
