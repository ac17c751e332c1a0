from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from shared.database.database import Database
from shared.settings import Settings
from shared.web.factory import create_service_app
from tests.shared.things import things_blueprint

THING = {"area": "450403002003", "name": "步埠"}


def test_without_a_token_there_is_no_answer(client: FlaskClient) -> None:
    answer = client.get("/api/v1/things")
    assert answer.status_code == 401
    assert answer.json["code"] == "token_missing"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic bGk6cGFzcw==", "Token x", "Bearer x", "Bearer a.b.c"]
)
def test_what_is_no_token_is_refused(client: FlaskClient, header: str) -> None:
    assert client.get("/api/v1/things", headers={"Authorization": header}).status_code == 401


def test_an_expired_token_is_told_from_a_forged_one(client: FlaskClient, token: Callable[..., str]) -> None:
    expired = client.get("/api/v1/things", headers={"Authorization": f"Bearer {token('elections:read', hours=-1)}"})
    assert (expired.status_code, expired.json["code"]) == (401, "token_expired")


def test_the_scheme_may_be_written_in_any_case(client: FlaskClient, token: Callable[..., str]) -> None:
    headers = {"Authorization": f"bearer {token('elections:read')}"}
    assert client.get("/api/v1/things", headers=headers).status_code == 200


def test_a_missing_scope_is_forbidden_by_name(client: FlaskClient, token: Callable[..., str]) -> None:
    headers = {"Authorization": f"Bearer {token('elections:read')}"}
    answer = client.post("/api/v1/things", json=THING, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")
    assert "elections:write" in answer.json["detail"]


def test_another_districts_area_is_not_found(client: FlaskClient, token: Callable[..., str]) -> None:
    headers = {"Authorization": f"Bearer {token('elections:write', area='450405000000')}"}
    answer = client.post("/api/v1/things", json=THING, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (404, "area_not_found")


def test_keys_that_cannot_be_looked_up_are_our_fault_and_pass(
    settings: Settings, database: Database, clerk: dict[str, str]
) -> None:
    """Port 9 of this machine: nobody listens there."""
    away = create_service_app(
        replace(settings, jwks="http://127.0.0.1:9/jwks.json"),
        database,
        title="Things",
        api=[things_blueprint(database)],
    )
    answer = away.test_client().get("/api/v1/things", headers=clerk)
    assert (answer.status_code, answer.json["code"]) == (503, "keys_unavailable")
    assert answer.headers["Retry-After"] == "5"
