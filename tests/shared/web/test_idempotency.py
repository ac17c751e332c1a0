from __future__ import annotations

import io
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from shared.auth.actor import Actor
from shared.database.database import Database
from shared.database.tables import audit_trail, idempotency_keys, outbox
from tests.conftest import OTHER_COMMUNITY
from tests.shared.things import Thing

THING = {"area": "450403002003", "name": "步埠"}


def _post(client: FlaskClient, headers: dict[str, str], key: str = "key-1", **changes: Any) -> Any:
    return client.post("/api/v1/things", json={**THING, **changes}, headers={**headers, "Idempotency-Key": key})


def _effects(database: Database) -> list[int | None]:
    """Things, events and audit lines."""
    with database.reading() as session:
        tables: list[Any] = [Thing.__table__, outbox, audit_trail]
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_the_same_request_twice_has_one_effect_and_one_answer(
    client: FlaskClient, clerk: dict[str, str], database: Database
) -> None:
    first, second = _post(client, clerk), _post(client, clerk)
    assert first.status_code == second.status_code == 201
    assert first.get_data() == second.get_data()
    for header in ("Location", "ETag", "Content-Type"):
        assert first.headers[header] == second.headers[header]
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    assert _effects(database) == [1, 1, 1]


def test_a_key_serves_one_request_only(client: FlaskClient, clerk: dict[str, str], database: Database) -> None:
    _post(client, clerk)
    other_body = _post(client, clerk, name="别处")
    other_address = client.post("/api/v1/things/broken", headers={**clerk, "Idempotency-Key": "key-1"})
    for answer in (other_body, other_address):
        assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
    assert _effects(database) == [1, 1, 1]


def test_another_persons_key_is_another_key(
    client: FlaskClient, clerk: dict[str, str], token: Callable[..., str], database: Database
) -> None:
    _post(client, clerk)
    other = {"Authorization": f"Bearer {token('elections:write', subject='someone-else')}"}
    assert _post(client, other, name="别处").status_code == 201
    assert _effects(database) == [2, 2, 2]


def test_a_repetition_that_would_be_refused_now_has_its_first_answer(
    client: FlaskClient, clerk: dict[str, str], token: Callable[..., str], database: Database
) -> None:
    """A phone sends again what it had no answer to, and in between its owner has lost the right, or the place."""
    first = _post(client, clerk)
    for lost in (token("elections:read"), token("elections:write", area=OTHER_COMMUNITY)):
        headers = {"Authorization": f"Bearer {lost}"}
        again = _post(client, headers)
        assert (again.status_code, again.get_data()) == (201, first.get_data())
        assert _post(client, headers, name="别处").json["code"] == "idempotency_key_reused"
        assert _post(client, headers, key="another").status_code in {403, 404}
    assert _effects(database) == [1, 1, 1]


def test_two_at_once_have_one_effect(app: Flask, clerk: dict[str, str], database: Database) -> None:
    at_once = threading.Barrier(4)

    def send(_: int) -> Any:
        at_once.wait(10)
        return _post(app.test_client(), clerk)

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(4)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 201
    assert set(statuses) <= {201, 409}
    assert {answer.json["code"] for answer in answers if answer.status_code == 409} <= {"request_done"}
    assert _effects(database) == [1, 1, 1]
    assert _post(app.test_client(), clerk).status_code == 201


def test_a_process_that_died_before_keeping_the_answer_leaves_a_clear_word(
    client: FlaskClient, clerk: dict[str, str], database: Database
) -> None:
    _post(client, clerk)
    with database.unit_of_work(Actor.system("x")) as uow:  # what the database holds if the process died right then
        uow.session.execute(update(idempotency_keys).values(status=None, headers=None, body=None))
    answer = _post(client, clerk)
    assert (answer.status_code, answer.json["code"]) == (409, "request_done")
    assert _effects(database) == [1, 1, 1]


def test_an_error_after_the_commit_is_not_given_as_the_answer(
    client: FlaskClient, clerk: dict[str, str], database: Database
) -> None:
    headers = {**clerk, "Idempotency-Key": "key-1"}
    assert client.post("/api/v1/things/broken", headers=headers).status_code == 500
    answer = client.post("/api/v1/things/broken", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (409, "request_done")
    assert _effects(database) == [1, 1, 1]


def test_a_refused_request_may_be_sent_again(client: FlaskClient, clerk: dict[str, str], database: Database) -> None:
    _post(client, clerk, key="first")
    assert _post(client, clerk, key="second").status_code == 409  # the name is taken
    with database.unit_of_work(Actor.system("x")) as uow:
        uow.session.execute(update(Thing).values(name="别处"))
    assert _post(client, clerk, key="second").status_code == 201


def test_a_form_with_a_file_sent_again_is_the_same_request(
    client: FlaskClient, clerk: dict[str, str], database: Database
) -> None:
    """Every client picks a new boundary between the parts each time."""
    headers = {**clerk, "Idempotency-Key": "key-1"}

    def send(content: bytes) -> Any:
        return client.post("/api/v1/things/file", data={"file": (io.BytesIO(content), "x.csv")}, headers=headers)

    assert [send(b"one\n").status_code for _ in range(2)] == [201, 201]
    assert send(b"two\n").status_code == 422
    assert _effects(database) == [1, 1, 1]


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a\tb"])
def test_a_key_is_visible_characters(client: FlaskClient, clerk: dict[str, str], key: str) -> None:
    answer = _post(client, clerk, key=key)
    assert (answer.status_code, answer.json["code"]) == (400, "idempotency_key_invalid")


def test_other_methods_take_no_key(client: FlaskClient, clerk: dict[str, str], database: Database) -> None:
    headers = {**clerk, "Idempotency-Key": "key-1"}
    assert client.get("/api/v1/things", headers=headers).status_code == 200
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(idempotency_keys)) == 0


def test_a_key_is_forgotten_when_its_request_ends(
    client: FlaskClient, clerk: dict[str, str], database: Database
) -> None:
    _post(client, clerk, area="110101001001")  # refused before anything was written
    assert client.post("/api/v1/things", json=THING, headers=clerk).status_code == 201
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(idempotency_keys)) == 0
