from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from shared import clock
from shared.auth import tokens
from shared.auth.keys import ensure_keys, mint
from shared.auth.tokens import KeySet, TokenVerifier
from shared.errors import Unauthenticated, Unavailable

AREA = "450403000000"


def _key_set(path: Path, *entries: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"keys": list(entries)}), encoding="utf-8")
    return path


def _verifier(path: Path) -> TokenVerifier:
    return TokenVerifier(keys=KeySet(str(path)), issuer="shequ", audience="shequ")


def _claims(**changes: Any) -> dict[str, Any]:
    now = clock.now()
    claims = {
        "iss": "shequ",
        "aud": "shequ",
        "sub": "li",
        "area": AREA,
        "scope": "elections:read training:read",
        "iat": now,
        "exp": now + timedelta(hours=1),
    }
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


class Issuer:
    """An Ed25519 key, the key set that holds it, and tokens signed with it."""

    def __init__(self, folder: Path, kid: str = "one") -> None:
        self.kid = kid
        self.key = ed25519.Ed25519PrivateKey.generate()
        self.path = _key_set(folder / "jwks.json", self.jwk())

    def jwk(self) -> dict[str, Any]:
        return {**OKPAlgorithm.to_jwk(self.key.public_key(), as_dict=True), "kid": self.kid, "use": "sig"}

    def sign(self, headers: dict[str, Any] | None = None, **changes: Any) -> str:
        return jwt.encode(_claims(**changes), self.key, algorithm="EdDSA", headers={"kid": self.kid, **(headers or {})})


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return Issuer(tmp_path)


def _refused(path: Path, token: str, code: str = "token_invalid") -> None:
    with pytest.raises(Unauthenticated) as refusal:
        _verifier(path).actor(token)
    assert refusal.value.code == code


def test_an_ed25519_token_makes_an_actor(issuer: Issuer) -> None:
    actor = _verifier(issuer.path).actor(issuer.sign())
    assert (actor.subject, actor.area) == ("li", AREA)
    assert actor.scopes == {"elections:read", "training:read"}


def test_an_rsa_token_makes_an_actor(tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk = {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "rsa"}
    path = _key_set(tmp_path / "jwks.json", jwk)
    token = jwt.encode(_claims(), key, algorithm="RS256", headers={"kid": "rsa"})
    assert _verifier(path).actor(token).subject == "li"
    _refused(path, jwt.encode(_claims(), key, algorithm="RS512", headers={"kid": "rsa"}))


def test_the_keys_of_the_command_line_are_good_ones(tmp_path: Path) -> None:
    private, public = ensure_keys(tmp_path)
    token = mint(
        private, subject="li", area=AREA, scopes=frozenset({"a:b"}), issued=clock.now(), valid_for=timedelta(hours=1)
    )
    assert _verifier(public).actor(token).scopes == {"a:b"}


def test_issuer_and_audience_are_those_of_the_installation(issuer: Issuer) -> None:
    verifier = TokenVerifier(keys=KeySet(str(issuer.path)), issuer="https://id.example", audience="office")
    assert verifier.actor(issuer.sign(iss="https://id.example", aud=["office", "other"])).subject == "li"
    for changes in ({"iss": "https://id.example"}, {"aud": "office"}, {}):
        with pytest.raises(Unauthenticated):
            verifier.actor(issuer.sign(**changes))


def test_a_token_without_scopes_may_do_nothing(issuer: Issuer) -> None:
    assert _verifier(issuer.path).actor(issuer.sign(scope=None)).scopes == frozenset()


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "someone"},
        {"aud": "another"},
        {"aud": None},
        {"exp": None},
        {"iat": None},
        {"iat": datetime(2100, 1, 1, tzinfo=clock.CIVIL_ZONE)},
        {"area": None},
        {"area": ""},
        {"area": "4504"},
        {"area": ["450403000000"]},
        {"exp": "never"},
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(issuer: Issuer, changes: dict[str, Any]) -> None:
    _refused(issuer.path, issuer.sign(**changes))


def test_an_expired_token_says_so(issuer: Issuer) -> None:
    _refused(issuer.path, issuer.sign(exp=clock.now() - timedelta(seconds=60)), "token_expired")


def test_a_token_signed_with_another_key_is_refused(issuer: Issuer, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    _refused(issuer.path, Issuer(tmp_path / "other").sign())


def test_a_token_whose_claims_were_changed_is_refused(issuer: Issuer) -> None:
    head, _, signature = issuer.sign().split(".")
    claims = _encoded({**_claims(), "area": "110000000000", "iat": 1, "exp": 9_999_999_999})
    _refused(issuer.path, f"{head}.{claims}.{signature}")


def test_a_token_without_a_signature_is_refused(issuer: Issuer) -> None:
    claims = _encoded({**_claims(), "iat": 1, "exp": 9_999_999_999})
    for algorithm in ("none", "None", "EdDSA"):
        _refused(issuer.path, f"{_encoded({'alg': algorithm, 'typ': 'JWT', 'kid': 'one'})}.{claims}.")


def test_the_public_key_is_no_secret_to_sign_with(issuer: Issuer) -> None:
    public = issuer.key.public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    for secret in (pem, raw, issuer.path.read_bytes()):
        claims = _encoded({**_claims(), "iat": 1, "exp": 9_999_999_999})
        signed = f"{_encoded({'alg': 'HS256', 'typ': 'JWT', 'kid': 'one'})}.{claims}"
        signature = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        _refused(issuer.path, f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}")


def test_a_shared_secret_in_the_key_set_is_not_used(tmp_path: Path) -> None:
    secret = b"x" * 32
    jwk = {"kty": "oct", "kid": "oct", "alg": "HS256", "k": base64.urlsafe_b64encode(secret).decode().rstrip("=")}
    path = _key_set(tmp_path / "jwks.json", jwk)
    _refused(path, jwt.encode(_claims(), secret, algorithm="HS256", headers={"kid": "oct"}))


def test_a_key_of_another_algorithm_is_not_used(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    path = _key_set(tmp_path / "jwks.json", {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "ec"})
    _refused(path, jwt.encode(_claims(), key, algorithm="ES256", headers={"kid": "ec"}))


def test_a_key_that_the_token_brings_along_is_not_used(issuer: Issuer, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Issuer(tmp_path / "other")
    _refused(issuer.path, other.sign(headers={"jwk": other.jwk()}))


def test_an_unknown_key_is_refused(issuer: Issuer) -> None:
    _refused(issuer.path, issuer.sign(headers={"kid": "unheard of"}))


def test_keys_of_no_use_here_do_not_spoil_the_set(issuer: Issuer) -> None:
    """Keycloak publishes an encryption key (RSA-OAEP) next to the signing key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    encryption = {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "enc", "use": "enc", "alg": "RSA-OAEP"}
    _key_set(issuer.path, encryption, {"kty": "future", "kid": "x"}, issuer.jwk())
    assert _verifier(issuer.path).actor(issuer.sign()).subject == "li"


def test_a_rotated_key_file_is_taken_and_the_old_key_refused(
    issuer: Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifier, old = _verifier(issuer.path), issuer.sign()
    verifier.actor(old)
    (tmp_path / "new").mkdir()
    new = Issuer(tmp_path / "new", kid="two")
    _key_set(issuer.path, new.jwk())
    with pytest.raises(Unauthenticated):
        verifier.actor(new.sign())
    monkeypatch.setattr(tokens, "_RETRY_SECONDS", -1.0)
    assert verifier.actor(new.sign()).subject == "li", "a key that nobody knows is looked for soon"
    with pytest.raises(Unauthenticated):
        verifier.actor(old)


def test_a_key_file_that_is_being_written_does_not_shut_everyone_out(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifier = _verifier(issuer.path)
    verifier.actor(issuer.sign())
    monkeypatch.setattr(tokens, "_REREAD_SECONDS", -1.0)
    for content in ('{"keys": [', "", "[]", '{"keys": []}'):
        issuer.path.write_text(content, encoding="utf-8")
        assert verifier.actor(issuer.sign()).subject == "li"
    issuer.path.unlink()
    assert verifier.actor(issuer.sign()).subject == "li"


@given(st.text(max_size=60) | st.from_regex(r"[\w-]{0,20}\.[\w-]{0,20}\.[\w-]{0,20}", fullmatch=True))
def test_anything_else_is_refused(refuse: Callable[[str], None], text: str) -> None:
    refuse(text)


@pytest.fixture(scope="session")
def refuse(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], None]:
    path = Issuer(tmp_path_factory.mktemp("issuer")).path
    return lambda text: _refused(path, text)


def _encoded(value: dict[str, Any]) -> str:
    text = json.dumps(value, default=str).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


class Provider:
    """An issuer's web server, which publishes its key set."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = self._open(0)
        self.port = self._server.server_port
        self.address = f"http://127.0.0.1:{self.port}/jwks.json"

    def go_away(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def come_back(self) -> None:
        self._server = self._open(self.port)

    def _open(self, port: int) -> ThreadingHTTPServer:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Files, directory=str(self._folder)))
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return server


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Not on the test's output."""


@pytest.fixture
def provider(issuer: Issuer) -> Iterator[Provider]:
    made = Provider(issuer.path.parent)
    yield made
    made.go_away()


@pytest.fixture
def verifier(provider: Provider) -> TokenVerifier:
    return TokenVerifier(keys=KeySet(provider.address), issuer="shequ", audience="shequ")


def _age(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every key set is too old to go by without asking."""
    monkeypatch.setattr(tokens, "_REREAD_SECONDS", -1.0)
    monkeypatch.setattr(tokens, "_RETRY_SECONDS", -1.0)


def test_known_keys_go_on_working_while_their_issuer_is_away(
    issuer: Issuer, provider: Provider, verifier: TokenVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verifier.actor(issuer.sign()).subject == "li"
    provider.go_away()
    _age(monkeypatch)
    assert verifier.actor(issuer.sign()).subject == "li"
    provider.come_back()
    assert verifier.actor(issuer.sign()).subject == "li"


def test_while_the_issuer_is_away_nobody_is_told_that_their_token_is_bad(
    issuer: Issuer, provider: Provider, verifier: TokenVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither at the start nor when the key may be one that the issuer has just made."""
    _age(monkeypatch)
    provider.go_away()
    with pytest.raises(Unavailable):
        verifier.actor(issuer.sign())
    provider.come_back()
    assert verifier.actor(issuer.sign()).subject == "li"
    provider.go_away()
    with pytest.raises(Unavailable):
        verifier.actor(issuer.sign(headers={"kid": "quite new"}))
    provider.come_back()
    _refused_by(verifier, issuer.sign(headers={"kid": "quite new"}))


def test_a_rotated_key_at_the_address_is_taken_and_the_old_one_refused(
    issuer: Issuer, verifier: TokenVerifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = issuer.sign()
    verifier.actor(old)
    (tmp_path / "new").mkdir()
    new = Issuer(tmp_path / "new", kid="two")
    _key_set(issuer.path, new.jwk())
    _age(monkeypatch)
    assert verifier.actor(new.sign()).subject == "li"
    _refused_by(verifier, old)


@pytest.mark.parametrize("page", ["<html>Maintenance</html>", "[]", '{"keys": []}', ""])
def test_a_page_that_is_no_key_set_is_the_issuers_fault(
    issuer: Issuer, verifier: TokenVerifier, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = issuer.sign()
    verifier.actor(known)
    issuer.path.write_text(page, encoding="utf-8")
    _age(monkeypatch)
    assert verifier.actor(known).subject == "li"
    with pytest.raises(Unavailable):
        verifier.actor(issuer.sign(headers={"kid": "quite new"}))


def test_an_address_that_accepts_and_never_answers_holds_up_one_request_only(
    issuer: Issuer, provider: Provider, verifier: TokenVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifier.actor(issuer.sign())
    provider.go_away()
    monkeypatch.setattr(tokens, "_REREAD_SECONDS", -1.0)
    monkeypatch.setattr(tokens, "_FETCH_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", provider.port)), ThreadPoolExecutor(8) as threads:
        took = sorted(threads.map(lambda _: _seconds_of(verifier, issuer.sign()), range(8)))
    assert took[6] < 0.4 < took[7]
    provider.come_back()


def _seconds_of(verifier: TokenVerifier, token: str) -> float:
    started = time.monotonic()
    assert verifier.actor(token).subject == "li"
    return time.monotonic() - started


def _refused_by(verifier: TokenVerifier, token: str) -> None:
    with pytest.raises(Unauthenticated):
        verifier.actor(token)
