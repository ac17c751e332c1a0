"""Signing keys for one machine. In production an OIDC provider holds the keys and `JWKS` points to its address."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from shared.ids import new_id

PRIVATE_KEY = "signing-key.pem"
PUBLIC_KEYS = "jwks.json"
ARCHIVE_KEY, ARCHIVE_PUBLIC_KEY = "archive-key.pem", "archive-key.pub.pem"
"""The key that seals elections' bundles, and what is published of it. It signs no tokens: whoever can seal cannot
therefore act for anybody."""


def ensure_keys(folder: Path) -> tuple[Path, Path]:
    """Makes an Ed25519 key pair in `folder` unless there is one: (private key, PEM; public keys, JWKS of RFC 7517)."""
    folder.mkdir(parents=True, exist_ok=True)
    private_path, public_path = folder / PRIVATE_KEY, folder / PUBLIC_KEYS
    if not private_path.exists():
        _write_private(private_path, Ed25519PrivateKey.generate())
    if not public_path.exists():
        public_path.write_text(json.dumps({"keys": [_public_jwk(private_path)]}, indent=2), encoding="utf-8")
    return private_path, public_path


def ensure_archive_key(folder: Path) -> Path:
    """Makes the archive's key pair in `folder` unless there is one; the answer is the private key (PEM)."""
    folder.mkdir(parents=True, exist_ok=True)
    private_path, public_path = folder / ARCHIVE_KEY, folder / ARCHIVE_PUBLIC_KEY
    if not private_path.exists():
        _write_private(private_path, Ed25519PrivateKey.generate())
    if not public_path.exists():
        public_path.write_bytes(public_pem(load_private(private_path)))
    return private_path


def public_pem(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def mint(
    private_key: Path,
    *,
    subject: str,
    area: str,
    scopes: frozenset[str],
    issued: datetime,
    valid_for: timedelta,
    issuer: str = "shequ",
    audience: str = "shequ",
) -> str:
    """A bearer token (RFC 9068 claims, and `area`) signed with the local key."""
    claims = {
        "iss": issuer,
        "aud": audience,
        "sub": subject,
        "area": area,
        "scope": " ".join(sorted(scopes)),
        "iat": issued,
        "exp": issued + valid_for,
        "jti": str(new_id()),
    }
    return jwt.encode(claims, load_private(private_key), algorithm="EdDSA", headers={"kid": _key_id(private_key)})


def _write_private(path: Path, key: Ed25519PrivateKey) -> None:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)


def load_private(path: Path) -> Ed25519PrivateKey:
    """Raises OSError, ValueError or TypeError for a file that holds no Ed25519 key without a password."""
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key


def _key_id(path: Path) -> str:
    """The first bytes of the public key: the same key has the same id wherever it is."""
    raw = load_private(path).public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return raw[:8].hex()


def _public_jwk(path: Path) -> dict[str, str]:
    jwk: dict[str, str] = OKPAlgorithm.to_jwk(load_private(path).public_key(), as_dict=True)
    return {**jwk, "kid": _key_id(path), "use": "sig", "alg": "EdDSA"}
