"""Recounting: what was certified comes out of the typed sheets again, and what was tampered with does not."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from services.elections.cli import recount_area
from services.elections.store.database import database
from services.elections.workflows.recounts import recount
from shared import clock
from shared.auth.actor import Actor
from shared.errors import NotFound
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT
from tests.elections.conftest import Office, count_and_certify, enter_sheets

TIED = {
    "director": {"主任1": 10, "主任2": 0},
    "vice_director": {"副主任1": 10, "副主任2": 0},
    "member": {"委员1": 9, "委员2": 8, "委员3": 6, "委员4": 6},
}


@pytest.fixture
def certified(certified_election: dict[str, Any]) -> dict[str, Any]:
    return certified_election


def test_a_certified_verdict_comes_out_of_its_sheets_again(certified: dict[str, Any], system: Actor) -> None:
    (found,) = recount(system, DISTRICT)
    assert (str(found.election_id), found.area, found.same) == (certified["id"], COMMUNITY, True)


def test_a_further_ballot_is_recounted_with_the_seats_that_were_filled_then(
    office: Office, closed_election: dict[str, Any], system: Actor
) -> None:
    enter_sheets(office, closed_election["id"], TIED, papers=10)
    count_and_certify(office, closed_election["id"])
    today = {"polling_day": clock.today().isoformat()}
    (child,) = office.post(f"/elections/{closed_election['id']}/further-ballots", today).json["items"]
    for step in ("open_polling", "close"):
        assert office.step(child["id"], step).status_code == 200
    enter_sheets(office, child["id"], {"member": {"委员3": 6, "委员4": 2}}, papers=8)
    count_and_certify(office, child["id"])
    assert [each.same for each in recount(system, COMMUNITY)] == [True, True]


def _as_whoever_has_the_database(statement: str) -> None:
    """Past the trigger that refuses to change entries."""
    with database.unit_of_work(Actor.system("test")) as uow:
        uow.session.execute(text("SET LOCAL session_replication_role = replica"))
        uow.session.execute(text(statement))


def test_changed_sheets_are_found(certified: dict[str, Any]) -> None:
    _as_whoever_has_the_database("UPDATE entries SET figures = jsonb_set(figures, '{issued}', '6')")
    told = CliRunner().invoke(recount_area, [DISTRICT])
    assert told.exit_code == 1
    assert "DIFFERS" in told.output


def test_an_entry_that_is_gone_is_found(certified: dict[str, Any], system: Actor) -> None:
    _as_whoever_has_the_database("DELETE FROM entries WHERE id = (SELECT min(id::text)::uuid FROM entries)")
    (found,) = recount(system, DISTRICT)
    assert not found.same


def test_nobody_recounts_another_district(certified: dict[str, Any]) -> None:
    stranger = Actor(subject="x", area=FOREIGN_DISTRICT)
    with pytest.raises(NotFound):
        list(recount(stranger, DISTRICT))


def test_the_command_says_that_all_is_the_same(certified: dict[str, Any]) -> None:
    told = CliRunner().invoke(recount_area, [DISTRICT])
    assert (told.exit_code, told.output.splitlines()[-1]) == (0, "1 verdicts recounted, all the same.")
