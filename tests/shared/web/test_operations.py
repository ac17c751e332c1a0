from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from shared.auth.actor import Actor
from shared.clock import now
from shared.database.database import Database
from shared.database.tables import audit_trail, dead_letters, jobs
from shared.errors import FieldError, Invalid
from shared.events.envelope import Event
from shared.ids import new_id
from shared.jobs.run import describe_refusal

AREA = "450403002003"
ACTOR = Actor(subject="li", area="450403000000")


@pytest.fixture
def job_id(database: Database) -> UUID:
    with database.unit_of_work(ACTOR) as uow:
        return uow.enqueue("elections.import_roll", queue="elections.imports", area=AREA)


@pytest.fixture
def letter(database: Database) -> UUID:
    event = Event(new_id(), "notices", "notices.x.v1", "x/1", now(), AREA, 4, "chain", {})
    with database.unit_of_work(ACTOR) as uow:
        row = {"event_id": event.id, "source": event.source, "sequence": 4, "type": event.type, "subject": "x/1"}
        row |= {"area": AREA, "envelope": event.to_cloudevent(), "state": "parked", "error": "Boom", "attempts": 1}
        uow.session.execute(insert(dead_letters).values(**row))
    return event.id


def _set(database: Database, **values: Any) -> None:
    with database.unit_of_work(ACTOR) as uow:
        uow.session.execute(update(jobs).values(**values))


def test_a_waiting_job_has_no_outcome(client: FlaskClient, clerk: dict[str, str], job_id: UUID) -> None:
    shown = client.get(f"/api/v1/jobs/{job_id}", headers=clerk).json
    assert (shown["state"], shown["done"], shown["total"], shown["outcome"]) == ("waiting", 0, None, None)


def test_a_finished_job_shows_its_figures(
    client: FlaskClient, clerk: dict[str, str], job_id: UUID, database: Database
) -> None:
    _set(database, state="done", outcome={"electors": 3200})
    shown = client.get(f"/api/v1/jobs/{job_id}", headers=clerk).json
    assert shown["outcome"] == {"figures": {"electors": 3200}}


def test_a_refused_job_shows_its_reasons_in_the_readers_language(
    client: FlaskClient, clerk: dict[str, str], job_id: UUID, database: Database
) -> None:
    fault = FieldError("row 2, 姓名", "required", "必填项没有填写。", line=2, column="姓名")
    refusal = Invalid("rows_invalid", "提交的内容有误，请按提示修改。", fields=[fault], total=5)
    _set(database, state="refused", outcome=describe_refusal(refusal))
    outcome = client.get(f"/api/v1/jobs/{job_id}", headers={**clerk, "Accept-Language": "en"}).json["outcome"]
    assert outcome["message"] == "What was sent has faults. Please correct them as shown."
    assert outcome["total"] == 5
    assert outcome["fields"] == [
        {"field": "row 2, 姓名", "code": "required", "message": "This is required.", "line": 2, "column": "姓名"}
    ]


def test_the_faults_in_a_file_are_for_who_sent_it_or_may_write(
    client: FlaskClient, token: Callable[..., str], job_id: UUID, database: Database
) -> None:
    refusal = Invalid(
        "rows_invalid", "提交的内容有误，请按提示修改。", fields=[FieldError("row 2", "x", "坏")], total=5
    )
    _set(database, state="refused", outcome=describe_refusal(refusal))

    def outcome(*scopes: str, subject: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token(*scopes, subject=subject)}"}
        return client.get(f"/api/v1/jobs/{job_id}", headers=headers).json["outcome"]

    assert "fields" in outcome("elections:read", subject=ACTOR.subject)
    assert "fields" in outcome("elections:read", "elections:write", subject="wang")
    observed = outcome("elections:read", subject="wang")
    assert "fields" not in observed
    assert observed["total"] == 5


def test_another_districts_job_is_not_found(client: FlaskClient, job_id: UUID, token: Callable[..., str]) -> None:
    foreign = {"Authorization": f"Bearer {token('elections:read', area='450405000000')}"}
    assert client.get(f"/api/v1/jobs/{job_id}", headers=foreign).status_code == 404


def test_the_status_is_for_operators(client: FlaskClient, clerk: dict[str, str], token: Callable[..., str]) -> None:
    assert client.get("/api/v1/events/status", headers=clerk).json["published"] == 0
    reader = {"Authorization": f"Bearer {token('elections:read')}"}
    for address in ("status", "dead-letters", "published", "received?source=notices"):
        assert client.get(f"/api/v1/events/{address}", headers=reader).status_code == 403


def test_a_dead_letter_is_listed_replayed_and_discarded(
    client: FlaskClient, clerk: dict[str, str], letter: UUID, database: Database
) -> None:
    (item,) = client.get("/api/v1/events/dead-letters", headers=clerk).json["items"]
    assert (item["event_id"], item["state"], item["error"]) == (str(letter), "parked", "Boom")
    assert "envelope" not in item
    address = f"/api/v1/events/dead-letters/{letter}"
    assert client.post(f"{address}/replay", headers=clerk).status_code == 202
    (item,) = client.get("/api/v1/events/dead-letters", headers=clerk).json["items"]
    assert (item["state"], item["attempts"]) == ("retrying", 0)
    assert client.post(f"{address}/discard", json={"reason": "错误"}, headers=clerk).status_code == 204
    assert client.get("/api/v1/events/dead-letters", headers=clerk).json["items"] == []
    with database.reading() as session:
        actions = session.scalars(select(audit_trail.c.action).order_by(audit_trail.c.id)).all()
    assert actions == ["replay_dead_letter", "discard_dead_letter: 错误"]


def test_a_letter_is_not_discarded_without_a_reason(client: FlaskClient, clerk: dict[str, str], letter: UUID) -> None:
    answer = client.post(f"/api/v1/events/dead-letters/{letter}/discard", json={}, headers=clerk)
    assert answer.status_code == 422


@pytest.mark.parametrize("action", ["replay", "discard"])
def test_a_letter_that_is_not_there_or_another_districts_is_not_found(
    client: FlaskClient, clerk: dict[str, str], letter: UUID, token: Callable[..., str], action: str
) -> None:
    foreign = {"Authorization": f"Bearer {token('elections:operate', area='450405000000')}"}
    body = {"reason": "x"}
    for event_id, headers in ((uuid4(), clerk), (letter, foreign)):
        address = f"/api/v1/events/dead-letters/{event_id}/{action}"
        assert client.post(address, json=body, headers=headers).status_code == 404


def test_a_held_letter_cannot_be_replayed(
    client: FlaskClient, clerk: dict[str, str], letter: UUID, database: Database
) -> None:
    with database.unit_of_work(ACTOR) as uow:
        uow.session.execute(update(dead_letters).values(state="held"))
    answer = client.post(f"/api/v1/events/dead-letters/{letter}/replay", headers=clerk)
    assert (answer.status_code, answer.json["code"]) == (409, "dead_letter_held")


@pytest.mark.parametrize("query", ["", "source=nobody", "source=notices&after=-1", "source=notices&limit=1001"])
def test_what_was_received_is_asked_for_by_a_known_source(
    client: FlaskClient, clerk: dict[str, str], query: str
) -> None:
    assert client.get(f"/api/v1/events/received?{query}", headers=clerk).status_code == 422
    assert client.get("/api/v1/events/received?source=notices", headers=clerk).json == {"items": []}
