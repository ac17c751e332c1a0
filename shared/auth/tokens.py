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
_REREAD_SECONDS = 30.0  # after so long a new key in the set is taken and a removed one refused
_RETRY_SECONDS = 5.0  # after so long a set that could not be read, or lacks the key, is tried again
_FETCH_SECONDS = 3.0  # what one request waits, at most, for an address that does not answer
_CLOCK_SKEW_SECONDS = 10  # offices' machines and the provider's differ by a few seconds


class KeySet:
    """The public keys of whoever issues tokens, from a file or an http(s) address, read again every half minute.

    Keys once read are good until a newer set is read: neither a file that is just being written nor an issuer that is
    away shuts anybody out. `key_for` raises Unavailable for a key that may be in a set which cannot be read now, and
    PyJWT's InvalidKeyError for one that is not in the set.
    """

    def __init__(self, location: str) -> None:
        self._location = location
        self._lock = threading.Lock()
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._read_at = float("-inf")
        self._was_readable = False

    def key_for(self, token: str) -> jwt.PyJWK:
        key_id = jwt.get_unverified_header(token).get("kid")
        known = key_id in self._keys
        if self._is_stale(known=known):
            self._read_again(known=known)
        if key_id in self._keys:
            return self._keys[key_id]
        if self._was_readable:
            raise jwt.InvalidKeyError("the token's key is not in the key set")
        raise Unavailable("keys_unavailable", "暂时无法核对登录凭证，请稍后再试。")

    def _is_stale(self, *, known: bool) -> bool:
        """A key that is not known may be the issuer's newest."""
        good_for = _REREAD_SECONDS if known and self._was_readable else _RETRY_SECONDS
        return time.monotonic() - self._read_at > good_for

    def _read_again(self, *, known: bool) -> None:
        """By one thread; the others go on with the keys they know, or wait for the one they do not."""
        if self._lock.acquire(blocking=not known):
            try:
                if self._is_stale(known=known):
                    self._read()
            finally:
                self._lock.release()

    def _read(self) -> None:
        """Keys of no use here are passed over."""
        try:
            self._keys = {key.key_id: key for key in _key_set(self._location).keys}
            self._was_readable = True
        except (OSError, ValueError, AttributeError, jwt.PyJWTError) as error:
            self._was_readable = False
            log.warning("key set cannot be read", extra={"location": self._location, "error": type(error).__name__})
        self._read_at = time.monotonic()


def _key_set(location: str) -> jwt.PyJWKSet:
    if location.startswith(("http://", "https://")):
        return jwt.PyJWKClient(location, cache_jwk_set=False, timeout=_FETCH_SECONDS).get_jwk_set()
    return jwt.PyJWKSet.from_json(Path(location).read_text(encoding="utf-8"))


class TokenVerifier:
    """Turns a token into an Actor or raises Unauthenticated; why a forged token failed goes to nobody.

    Raises Unavailable while its key cannot be looked up: the token may be a good one.
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
