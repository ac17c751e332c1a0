"""Bearer tokens: JWTs (RFC 7519) checked against a JWKS that is a file or an address."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Any

import jwt

from shared import areas
from shared.auth.actor import Actor
from shared.errors import Invalid, Unauthenticated, Unavailable

log = logging.getLogger(__name__)

ALGORITHMS = ["EdDSA", "RS256"]
_REQUIRED = ["exp", "iat", "iss", "aud", "sub"]
_REREAD_SECONDS = 30.0  # after so long a new key in the file is taken and a removed one refused
_CLOCK_SKEW_SECONDS = 10  # offices' machines and the provider's differ by a few seconds


class KeySet:
    """The public keys of whoever issues tokens. An https:// address is fetched and cached by PyJWT, a file by us."""

    def __init__(self, location: str) -> None:
        self._client = jwt.PyJWKClient(location) if location.startswith(("http://", "https://")) else None
        self._path = Path(location)
        self._lock = threading.Lock()
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._read_at = float("-inf")

    def key_for(self, token: str) -> jwt.PyJWK:
        if self._client:
            return self._client.get_signing_key_from_jwt(token)
        key_id = jwt.get_unverified_header(token).get("kid")
        with self._lock:
            if time.monotonic() - self._read_at > _REREAD_SECONDS:
                self._read_file()
            if key_id not in self._keys:
                raise jwt.InvalidKeyError("the token's key is not in the key set")
            return self._keys[key_id]

    def _read_file(self) -> None:
        """Takes the file's keys; those before stay if it is just being written. Keys of no use here are passed over."""
        self._read_at = time.monotonic()
        try:
            key_set = jwt.PyJWKSet.from_json(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, AttributeError, jwt.PyJWTError) as error:
            log.warning("key set cannot be read", extra={"path": str(self._path), "error": type(error).__name__})
            return
        self._keys = {key.key_id: key for key in key_set.keys}


class TokenVerifier:
    """Turns a token into an Actor or raises Unauthenticated; why a forged token failed goes to nobody.

    Raises Unavailable while the address of the key set does not answer: the token may be a good one.
    """

    def __init__(self, *, keys: KeySet, issuer: str, audience: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience

    def actor(self, token: str) -> Actor:
        try:
            claims = self._claims(token)
            return Actor(
                subject=str(claims["sub"]),
                area=areas.check(str(claims.get("area", ""))),
                scopes=frozenset(str(claims.get("scope", "")).split()),
            )
        except jwt.PyJWKClientConnectionError as error:
            raise Unavailable("keys_unavailable", "暂时无法核对登录凭证，请稍后再试。") from error
        except jwt.ExpiredSignatureError as error:
            raise Unauthenticated("token_expired", "登录凭证已过期，请重新登录。") from error
        except (jwt.PyJWTError, Invalid) as error:
            raise Unauthenticated("token_invalid", "登录凭证无效，请重新登录。") from error

    def _claims(self, token: str) -> dict[str, Any]:
        key = self._keys.key_for(token)
        if key.algorithm_name not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError("the key is for another algorithm")
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],  # the key's, never the token's own word
            issuer=self._issuer,
            audience=self._audience,
            leeway=_CLOCK_SKEW_SECONDS,
            options={"require": _REQUIRED},
        )
        return claims
