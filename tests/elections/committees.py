"""A committee in office, as most tests of what follows on an election need it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from services.elections.store import tables
from services.elections.store.database import unit_of_work
from shared import clock
from shared.auth.actor import Actor
from tests.elections.conftest import (
    CONTESTS,
    ElectionOffice,
    candidates_csv,
    check_roll,
    count_and_certify,
    enter_sheets,
    form_committee,
    publish_audit,
    roll_csv,
    run_jobs,
    staff_stations,
)

FULL = {
    "director": {"主任1": 10, "主任2": 0},
    "vice_director": {"副主任1": 10, "副主任2": 0},
    "member": {"委员1": 9, "委员2": 8, "委员3": 7, "委员4": 1},
}


def certify_committee(office: ElectionOffice, election_id: str, figures: dict[str, Any] | None = None) -> None:
    """The closed election's papers are typed, counted and certified: five are in office."""
    enter_sheets(office, election_id, figures or FULL, papers=10)
    count_and_certify(office, election_id)


def committee(office: ElectionOffice, area: str, **query: Any) -> dict[str, Any]:
    answer = office.get(f"/areas/{area}/committee", query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json


def member(office: ElectionOffice, area: str, name: str) -> dict[str, Any]:
    return next(each for each in committee(office, area)["members"] if each["name"] == name)


def as_if_long_ago() -> None:
    """What was held today was held five years ago, and its term ends today."""
    long_ago = clock.today() - timedelta(days=1826)
    with unit_of_work(Actor.system("elections")) as uow:
        uow.session.execute(update(tables.Election).values(polling_day=long_ago))
        uow.session.execute(update(tables.Member).values(term_starts_on=long_ago, term_ends_on=clock.today()))


def next_term(office: ElectionOffice, area: str, *, days_before: int = 0) -> str:
    """The id of another election of a whole committee, certified; its poll was so many days ago."""
    polling_day = (clock.today() - timedelta(days=days_before)).isoformat()
    body = {"area": area, "title": "换届", "polling_day": polling_day, "contests": CONTESTS}
    number = office.post("/elections", body | {"stations": [{"name": "主会场", "secret_booth": True}]}).json["id"]
    form_committee(office, number, chosen_on=(clock.today() - timedelta(days=days_before + 34)).isoformat())
    office.step(number, "announce", days_before=days_before + 30, unprepared=True)
    office.upload(f"/elections/{number}/roll", roll_csv())
    run_jobs()
    check_roll(office, number)
    office.step(number, "publish_roll", days_before=days_before + 25)
    publish_audit(office, number, days_before=days_before + 28)
    office.upload(f"/elections/{number}/candidates/import", candidates_csv())
    staff_stations(office, number)
    for step in ("publish_candidates", "open_polling", "close"):
        answer = office.step(number, step, days_before=days_before)
        assert answer.status_code == 200, answer.json
    certify_committee(office, number)
    return str(number)
