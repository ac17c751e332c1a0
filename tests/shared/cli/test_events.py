from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, select

from shared.cli.main import shequ
from shared.clock import now
from shared.database.database import Database
from shared.database.tables import audit_trail, dead_letters
from shared.events.envelope import Event
from shared.ids import new_id
from shared.settings import Settings, load_settings
from tests.shared.events.wire import SYSTEM

AREA = "450403002003"


@pytest.fixture
def run(settings: Settings) -> Any:
    """Runs a command with the environment that the settings fixture made."""
    load_settings.cache_clear()
    yield lambda *arguments: CliRunner().invoke(shequ, list(arguments))
    load_settings.cache_clear()


@pytest.fixture
def letter(database: Database) -> str:
    event = Event(new_id(), "notices", "notices.x.v1", "x/1", now(), AREA, 4, "chain", {})
    with database.unit_of_work(SYSTEM) as uow:
        row = {"event_id": event.id, "source": event.source, "sequence": 4, "type": event.type, "subject": "x/1"}
        row |= {"area": AREA, "envelope": event.to_cloudevent(), "state": "parked", "error": "Boom", "attempts": 1}
        uow.session.execute(insert(dead_letters).values(**row))
    return str(event.id)


def test_status_is_json(run: Any) -> None:
    result: Result = run("status", "elections")
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["published"] == 0


def test_letters_are_listed_replayed_and_discarded(run: Any, letter: str, database: Database) -> None:
    listed = run("dead-letters", "list", "elections").output
    assert listed.rstrip("\n").split("\t") == [letter, "notices.x.v1", "x/1", "parked", "1", "Boom"]
    assert run("dead-letters", "replay", "elections", letter).exit_code == 0
    with database.reading() as session:
        assert session.scalar(select(dead_letters.c.state)) == "retrying"
    assert run("dead-letters", "discard", "elections", letter, "--reason", "typing error").exit_code == 0
    assert run("dead-letters", "list", "elections").output == ""
    with database.reading() as session:
        actors = session.scalars(select(audit_trail.c.actor)).all()
    assert all(actor.startswith("cli:") for actor in actors)
    assert len(actors) == 2


def test_an_unknown_letter_is_a_clear_error(run: Any) -> None:
    for arguments in (("replay",), ("discard", "--reason", "x")):
        result = run("dead-letters", arguments[0], "elections", str(uuid4()), *arguments[1:])
        assert result.exit_code == 1
        assert "没有找到" in result.output
        assert "Traceback" not in result.output


def test_a_held_letter_is_a_clear_error(run: Any, letter: str, database: Database) -> None:
    from sqlalchemy import update

    with database.unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(dead_letters).values(state="held"))
    result = run("dead-letters", "replay", "elections", letter)
    assert result.exit_code == 1
    assert "Error" in result.output


def test_a_reason_is_needed_to_discard(run: Any, letter: str) -> None:
    assert run("dead-letters", "discard", "elections", letter).exit_code == 2


@pytest.mark.parametrize("service", ["nobody", ""])
def test_an_unknown_service_is_a_clear_error(run: Any, service: str) -> None:
    result = run("status", service)
    assert result.exit_code == 2
    assert "elections" in result.output


def test_missing_settings_are_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "JWKS"):
        monkeypatch.delenv(name, raising=False)
    load_settings.cache_clear()
    result = CliRunner().invoke(shequ, ["status", "elections"])
    assert result.exit_code == 1
    assert "DATABASE_URL" in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
