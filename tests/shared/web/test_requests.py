from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared import context, logs
from shared.database.database import Database
from shared.database.tables import audit_trail, outbox

THING = {"area": "450403002003", "name": "步埠"}


def test_a_request_gets_an_id_and_gives_it_back(client: FlaskClient) -> None:
    assert client.get("/health/live").headers["X-Request-ID"]
    assert (
        client.get("/health/live", headers={"X-Request-ID": "from-nginx.1"}).headers["X-Request-ID"] == "from-nginx.1"
    )


@pytest.mark.parametrize("given", ["a b", "x" * 101, "<script>", "a;b", ""])
def test_an_id_that_could_do_harm_is_not_taken(client: FlaskClient, given: str) -> None:
    assert client.get("/health/live", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given


def test_a_correlation_id_goes_from_the_request_to_outbox_and_audit_trail(
    client: FlaskClient, clerk: dict[str, str], database: Database
) -> None:
    ids = {"X-Request-ID": "request-1", "X-Correlation-ID": "chain-1"}
    client.post("/api/v1/things", json=THING, headers={**clerk, **ids})
    with database.reading() as session:
        assert session.scalar(select(outbox.c.correlation_id)) == "chain-1"
        line = session.execute(select(audit_trail)).mappings().one()
    assert (line["correlation_id"], line["request_id"], line["actor"]) == ("chain-1", "request-1", "clerk-1")


def test_a_request_that_begins_a_chain_names_it(client: FlaskClient, clerk: dict[str, str], database: Database) -> None:
    answer = client.post("/api/v1/things", json=THING, headers=clerk)
    with database.reading() as session:
        assert session.scalar(select(outbox.c.correlation_id)) == answer.headers["X-Request-ID"]


def test_nothing_of_a_request_is_left_after_it(client: FlaskClient, clerk: dict[str, str]) -> None:
    client.post("/api/v1/things", json={}, headers={**clerk, "X-Correlation-ID": "chain-1", "Accept-Language": "en"})
    assert context.current() == context.Context()


def test_answers_carry_the_headers_that_keep_browsers_safe(client: FlaskClient) -> None:
    headers = client.get("/page").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in headers["Vary"].split(",")}


def test_the_line_of_a_request_has_its_ids_and_no_secret(
    client: FlaskClient, clerk: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("elections")
    client.post("/api/v1/things?note=秘密", json=THING, headers={**clerk, "X-Request-ID": "request-1"})
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (line,) = [line for line in lines if line["message"] == "request answered"]
    assert line["request_id"] == line["correlation_id"] == "request-1"
    assert (line["service"], line["route"], line["status"]) == ("elections", "/api/v1/things", 201)
    everything = json.dumps(lines, ensure_ascii=False)
    for secret in (clerk["Authorization"].removeprefix("Bearer "), "步埠", "秘密"):
        assert secret not in everything


def test_requests_are_counted_by_route_and_not_by_address(client: FlaskClient) -> None:
    client.post("/api/v1/things/0190f0c0-0000-7000-8000-000000000000/finish")
    client.get("/somewhere/else")
    text = client.get("/metrics").text
    assert 'route="/api/v1/things/<uuid:thing_id>/finish"' in text
    assert 'route="unknown"' in text
    assert "somewhere" not in text


def test_how_far_events_have_got_is_told_as_gauges(client: FlaskClient, clerk: dict[str, str]) -> None:
    client.post("/api/v1/things", json=THING, headers=clerk)
    text = client.get("/metrics").text
    assert "\nshequ_events_waiting 1.0" in text
    assert "\nshequ_dead_letters 0.0" in text
