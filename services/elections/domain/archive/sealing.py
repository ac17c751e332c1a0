"""The seal: an Ed25519 signature (RFC 8032) over the manifest's hash and the time, by the key of the archive.

The manifest names every file with its hash, so one signature covers them all. A key that lies in the bundle itself
proves only that the bundle is whole; who sealed it is proved by the key that the office publishes.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.elections.domain.archive.packing import canonical, digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM = "Ed25519"
_NAMES = {"algorithm", "key_id", "manifest_sha256", "public_key", "sealed_at", "signature"}


@dataclass(frozen=True, slots=True)
class SealFinding:
    """`whole`: the signature is that of the key in the seal. `by_given_key`: of the key given, None if none was."""

    whole: bool
    by_given_key: bool | None
    key_id: str
    sealed_at: str


def key_id(key: Ed25519PublicKey) -> str:
    """The first bytes of the public key's hash, by which people compare keys."""
    return digest(_raw(key))[:16]


def seal(manifest: bytes, key: Ed25519PrivateKey, *, at: datetime) -> bytes:
    """The text of `seal.json`."""
    public = key.public_key()
    said = {
        "algorithm": ALGORITHM,
        "key_id": key_id(public),
        "manifest_sha256": digest(manifest),
        "public_key": base64.b64encode(_raw(public)).decode(),
        "sealed_at": at.isoformat(),
    }
    return canonical({**said, "signature": base64.b64encode(key.sign(canonical(said))).decode()})


def check_seal(said: Any, manifest: bytes, key: Ed25519PublicKey | None) -> SealFinding:
    """`said` is what stands in `seal.json`; everything in it but the signature is signed."""
    if not isinstance(said, dict) or said.keys() != _NAMES or not all(isinstance(each, str) for each in said.values()):
        return SealFinding(whole=False, by_given_key=None, key_id="", sealed_at="")
    own = _public_key(said["public_key"])
    whole = (
        own is not None
        and said["algorithm"] == ALGORITHM
        and said["key_id"] == key_id(own)
        and said["manifest_sha256"] == digest(manifest)
        and _signed(said, own)
    )
    by_given = None if key is None else whole and own is not None and _raw(own) == _raw(key)
    return SealFinding(whole, by_given, said["key_id"], said["sealed_at"])


def _signed(said: Mapping[str, str], key: Ed25519PublicKey) -> bool:
    signature = _decoded(said["signature"])
    try:
        key.verify(signature, canonical({name: value for name, value in said.items() if name != "signature"}))
    except InvalidSignature:
        return False
    return base64.b64encode(signature).decode() == said["signature"]  # a second spelling of the same bytes is a change


def _public_key(text: str) -> Ed25519PublicKey | None:
    try:
        return Ed25519PublicKey.from_public_bytes(_decoded(text))
    except ValueError:
        return None


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
