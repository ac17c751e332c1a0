"""Participation rates over the API and at the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from services.notices.domain.participation import Affair
from services.notices.store.database import unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import Participation, Resident
from shared import clock
from shared.auth.actor import Actor
from shared.clock import CIVIL_ZONE
from shared.ids import new_id
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.notices.surveys import residents
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

RATES = f"/participation-rates?area={COMMUNITY}"


def take_part(people: Sequence[Resident | None], affair: Affair = Affair.SURVEY) -> None:
    with unit_of_work(Actor.system("notices")) as uow:
        for each in people:
            record_participation(
                uow, area=COMMUNITY, resident_id=each.id if each else None, affair=affair, affair_id=new_id()
            )


def test_it_asks_for_token_scope_and_area(office: Office) -> None:
    assert office.client.get(f"/api/v1{RATES}").status_code == 401
    assert office.get(RATES, scopes=("training:read",)).status_code == 403
    assert office.get(RATES, area=FOREIGN_DISTRICT).status_code == 404
    wrong = office.get(f"{RATES}&first=2026-02-01&last=2026-01-01")
    assert wrong.json["fields"][0]["field"] == "last"


def test_the_share_of_each_kind_who_took_part_once_and_the_gap(office: Office) -> None:
    employees, poor = residents(20, kinds=["employee"]), residents(10, kinds=["low_income"])
    take_part([*employees[:1], *poor[:8], *poor[:8], None])
    told = office.get(RATES).json
    assert told["whole"] == {"kind": None, "residents": 30, "took_part": 9, "percent": "30.0"}
    assert [(each["kind"], each["percent"]) for each in told["kinds"]] == [("low_income", "80.0"), ("employee", "5.0")]
    assert told["gap"] == "75.0"
    assert told["affairs"] == [{"affair": "survey", "residents": None, "times": 18}]


def test_who_moved_away_lives_elsewhere_or_took_part_at_another_time_does_not_count(office: Office) -> None:
    people = residents(12, kinds=["women"])
    residents(12, kinds=["women"], area=OTHER_COMMUNITY)
    take_part(people[:6])
    with unit_of_work(Actor.system("notices")) as uow:
        gone = update(Resident).where(Resident.id == people[0].id).values(moved_away_on=clock.today())
        uow.session.execute(gone)
        long_ago = update(Participation).where(Participation.resident_id == people[1].id)
        uow.session.execute(long_ago.values(at=clock.now() - timedelta(days=400)))
    assert office.get(RATES).json["whole"]["took_part"] == 4


def test_a_day_is_the_areas_own_from_midnight_to_midnight(office: Office) -> None:
    people = residents(10)
    take_part(people[:3])
    moments = [(2026, 3, 1, 0, 0), (2026, 3, 1, 23, 59), (2026, 3, 2, 0, 0)]
    with unit_of_work(Actor.system("notices")) as uow:
        for each, moment in zip(people, moments, strict=False):
            at = datetime(*moment, tzinfo=CIVIL_ZONE)
            uow.session.execute(update(Participation).where(Participation.resident_id == each.id).values(at=at))
    day = date(2026, 3, 1)
    assert office.get(f"{RATES}&first={day}&last={day}").json["whole"]["took_part"] == 2


def test_one_affair_alone(office: Office) -> None:
    people = residents(20)
    take_part(people[:4], Affair.ACTIVITY)
    take_part(people[:11], Affair.CONSULTATION)
    assert office.get(f"{RATES}&affair=activity").json["whole"]["took_part"] == 4
    counts = [(each["affair"], each["residents"]) for each in office.get(RATES).json["affairs"]]
    assert counts == [("consultation", 11), ("activity", None)]


def test_old_enough_is_elderly_without_a_word_in_the_register(office: Office) -> None:
    people = residents(24)
    with unit_of_work(Actor.system("notices")) as uow:
        old = update(Resident).where(Resident.id.in_([each.id for each in people[:12]]))
        uow.session.execute(old.values(birth_date=date(1950, 1, 1)))
    take_part(people[:3])
    assert office.get(RATES).json["kinds"] == [{"kind": "elderly", "residents": 12, "took_part": 3, "percent": "25.0"}]


def test_the_desk_shows_a_chart_first(office: Office, token: Callable[..., str]) -> None:
    people = residents(20, kinds=["employee"])
    residents(15, kinds=["low_income"])
    take_part(people[:5])
    clerk = DeskClerk(office.client, token, "clerk", ("notices:read",))
    page = clerk.get(f"/desk/areas/{COMMUNITY}/participation-rates")
    assert page.index("<svg") < page.index("<table")
    for words in ("单位在职", "25.0%", "差距：25.0个百分点"):
        assert words in page
