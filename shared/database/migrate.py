"""Migrations: each service's numbered Alembic scripts, run one service at a time under a lock."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from shared.database.database import make_engine

_ROOT = Path(__file__).resolve().parents[2]
_LOCK_KEY = 0x5E9B


def script_folder(service: str) -> Path:
    return _ROOT / "services" / service / "store" / "migrations"


@cache
def newest_revision(service: str) -> str:
    """The revision that this release's code needs. Revisions are numbers (0001, 0002 …), so they compare as text."""
    return ScriptDirectory(str(script_folder(service))).get_current_head() or ""


def upgrade(service: str, url: str, *, to: str = "head") -> str:
    """Brings the database to the newest revision, or to an earlier one; the answer is that revision. Two at once wait
    for each other."""
    engine = make_engine(url, pool=1)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK_KEY})
            connection.commit()
            _run(service, connection, to)
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK_KEY})
            connection.commit()
    finally:
        engine.dispose()
    return newest_revision(service) if to == "head" else to


def _run(service: str, connection: Connection, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(script_folder(service)))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
