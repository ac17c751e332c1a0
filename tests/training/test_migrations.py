from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine, text

from shared.database.migrate import upgrade
from shared.ids import new_id
from tests.conftest import COMMUNITY

_CADRE = "INSERT INTO cadres VALUES (:id, :area, '张平海', 'male', '1967-09-19', 'key')"
_TERM = "INSERT INTO terms VALUES (:id, :cadre, :area, :post, :election, false, '2021-11-01', '2026-11-01')"


def test_elections_that_were_heard_of_before_are_known_after_the_migration(
    database_at: Callable[[str, str], Engine],
) -> None:
    engine = database_at("training", "0002")
    election, cadre = new_id(), new_id()
    with engine.begin() as connection:
        connection.execute(text(_CADRE), {"id": cadre, "area": COMMUNITY})
        for post in ("director", "member"):
            term = {"id": new_id(), "cadre": cadre, "area": COMMUNITY, "post": post, "election": election}
            connection.execute(text(_TERM), term)
    upgrade("training", engine.url.render_as_string(hide_password=False), to="0003")
    with engine.begin() as connection:
        rows = connection.execute(
            text("SELECT election_id, post, area, starts_on::text FROM decided_posts ORDER BY post")
        )
        assert [tuple(row) for row in rows] == [
            (election, post, COMMUNITY, "2021-11-01") for post in ("director", "member")
        ]
