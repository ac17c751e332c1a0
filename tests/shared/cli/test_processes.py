from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from shared.auth.actor import Actor
from shared.cli.main import shequ
from shared.database.database import Database
from shared.settings import Settings

_ROOT = Path(__file__).resolve().parents[3]
_SECONDS = 40  # for a process to start on a busy machine


@pytest.mark.parametrize(("age", "exit_code"), [(0, 0), (59, 0), (61, 1), (None, 1)])
def test_the_probe_tells_a_fresh_heartbeat_from_an_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: float | None, exit_code: int
) -> None:
    file = tmp_path / "heartbeat"
    monkeypatch.setenv("HEARTBEAT_FILE", str(file))
    if age is not None:
        file.touch()
        os.utime(file, (time.time() - age, time.time() - age))
    assert CliRunner().invoke(shequ, ["heartbeat"]).exit_code == exit_code


_TELL_HOW_IT_PLANS = """
CREATE TABLE told (mode text);
CREATE FUNCTION tell_how_it_plans() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO told VALUES (current_setting('plan_cache_mode'));
    RETURN NULL;
END $$;
CREATE TRIGGER tell_how_it_plans AFTER INSERT OR UPDATE ON outbox_cursors
    FOR EACH STATEMENT EXECUTE FUNCTION tell_how_it_plans()
"""
_DROP = "DROP FUNCTION tell_how_it_plans CASCADE; DROP TABLE told"


@contextmanager
def _told(database: Database) -> Iterator[Callable[[], list[str]]]:
    """How those plan who move the cursors of the outbox meanwhile: only a session itself can tell."""
    actor = Actor.system("test")

    def told() -> list[str]:
        with database.reading() as session:
            return list(session.scalars(text("SELECT DISTINCT mode FROM told")))

    with database.unit_of_work(actor) as uow:
        uow.session.execute(text(_TELL_HOW_IT_PLANS))
    try:
        yield told
    finally:
        with database.unit_of_work(actor) as uow:
            uow.session.execute(text(_DROP))


def test_a_relays_process_has_its_questions_planned_anew(settings: Settings, database: Database) -> None:
    """It asks the same while the outbox fills (decision 20); its settings are those that the fixtures set."""
    with _told(database) as told:
        command = (sys.executable, "-m", "shared.cli", "relay", settings.service)
        relay = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + _SECONDS
            while not told():
                assert time.monotonic() < deadline, "the relay moved no cursor"
                assert relay.poll() is None, "the relay ended"
                time.sleep(0.1)
        finally:
            relay.terminate()
            relay.wait(_SECONDS)
        assert told() == ["force_custom_plan"]
