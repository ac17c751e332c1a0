from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from sqlalchemy import text

from shared.database.database import make_engine
from shared.ids import new_id
from tests.conftest import COMMUNITY

_STEP = import_module("services.training.store.migrations.versions.0003_create_decided_posts")


def test_elections_that_were_heard_of_before_are_known_after_the_migration(new_database: Callable[[str], str]) -> None:
    engine = make_engine(new_database("training"), pool=1)
    election, cadre = new_id(), new_id()
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE decided_posts"))
        connection.execute(text("ALTER TABLE cadres DROP COLUMN calendar_changed_at"))
        connection.execute(
            text("INSERT INTO cadres VALUES (:id, :area, '张平海', 'male', '1967-09-19', 'key')"),
            {"id": cadre, "area": COMMUNITY},
        )
        for post in ("director", "member"):
            connection.execute(
                text(
                    "INSERT INTO terms VALUES (:id, :cadre, :area, :post, :election, false, '2021-11-01', '2026-11-01')"
                ),
                {"id": new_id(), "cadre": cadre, "area": COMMUNITY, "post": post, "election": election},
            )
        connection.execute(text(_STEP._STATEMENTS))
        rows = connection.execute(
            text("SELECT election_id, post, area, starts_on::text FROM decided_posts ORDER BY post")
        )
        assert [tuple(row) for row in rows] == [
            (election, post, COMMUNITY, "2021-11-01") for post in ("director", "member")
        ]
    engine.dispose()
