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
    employees, poor = residents(40, kinds=["employee"]), residents(30, kinds=["low_income"])
    take_part([*employees[:10], *poor[:18], *poor[:18], None])
    told = office.get(RATES).json
    assert told["whole"] == {"kind": None, "residents": 70, "took_part": 28, "percent": "40.0"}
    assert [(each["kind"], each["percent"]) for each in told["kinds"]] == [("low_income", "60.0"), ("employee", "25.0")]
    assert told["gap"] == "35.0"
    assert told["affairs"] == [{"affair": "survey", "residents": 28, "times": 47}]


def test_the_one_of_a_small_kind_who_took_part_cannot_be_worked_out(office: Office) -> None:
    """Told neither by kind, nor with all residents, nor by affair, nor by subtracting one of these from another."""
    poor, others = residents(57, kinds=["low_income"]), residents(40)
    take_part(poor[:1], Affair.SUGGESTION)
    alone = office.get(f"{RATES}&affair=suggestion").json
    assert (alone["whole"], alone["kinds"], alone["gap"], alone["hidden"]) == (None, [], None, ["low_income"])
    take_part(others[:20])
    together = office.get(RATES).json
    assert together["whole"]["took_part"] == 21
    assert (together["kinds"], together["hidden"]) == ([], ["low_income"])
    assert {each["affair"]: each["residents"] for each in together["affairs"]} == {"survey": None, "suggestion": None}


def test_who_moved_away_lives_elsewhere_or_took_part_at_another_time_does_not_count(office: Office) -> None:
    people = residents(30, kinds=["women"])
    residents(12, kinds=["women"], area=OTHER_COMMUNITY)
    take_part(people[:15])
    with unit_of_work(Actor.system("notices")) as uow:
        gone = update(Resident).where(Resident.id == people[0].id).values(moved_away_on=clock.today())
        uow.session.execute(gone)
        long_ago = update(Participation).where(Participation.resident_id == people[1].id)
        uow.session.execute(long_ago.values(at=clock.now() - timedelta(days=400)))
    told = office.get(RATES).json
    assert told["whole"]["took_part"] == 13
    assert told["affairs"] == [{"affair": "survey", "residents": 13, "times": 14}]


def test_a_day_is_the_areas_own_from_midnight_to_midnight(office: Office) -> None:
    people = residents(30)
    take_part(people[:15])
    first, last, after = (2026, 3, 1, 0, 0), (2026, 3, 1, 23, 59), (2026, 3, 2, 0, 0)
    moments = [first] * 5 + [last] * 6 + [after] * 4
    with unit_of_work(Actor.system("notices")) as uow:
        for each, moment in zip(people, moments, strict=False):
            at = datetime(*moment, tzinfo=CIVIL_ZONE)
            uow.session.execute(update(Participation).where(Participation.resident_id == each.id).values(at=at))
    day = date(2026, 3, 1)
    assert office.get(f"{RATES}&first={day}&last={day}").json["whole"]["took_part"] == 11


def test_one_affair_alone(office: Office) -> None:
    people = residents(50)
    take_part(people[:14], Affair.ACTIVITY)
    take_part(people[:4], Affair.SURVEY)
    take_part(people[10:35], Affair.CONSULTATION)
    assert office.get(f"{RATES}&affair=activity").json["whole"]["took_part"] == 14
    counts = [(each["affair"], each["residents"]) for each in office.get(RATES).json["affairs"]]
    assert counts == [("consultation", 25), ("activity", 14), ("survey", None)]


def test_old_enough_is_elderly_without_a_word_in_the_register(office: Office) -> None:
    people = residents(60)
    with unit_of_work(Actor.system("notices")) as uow:
        old = update(Resident).where(Resident.id.in_([each.id for each in people[:40]]))
        uow.session.execute(old.values(birth_date=date(1950, 1, 1)))
    take_part([*people[:10], *people[50:]])
    rate = {"kind": "elderly", "residents": 40, "took_part": 10, "percent": "25.0"}
    assert office.get(RATES).json["kinds"] == [rate]


@pytest.fixture
def observer(office: Office, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(office.client, token, "clerk", ("notices:read",))


def test_the_desk_shows_a_chart_first(observer: DeskClerk) -> None:
    take_part([*residents(40, kinds=["employee"])[:10], *residents(40, kinds=["low_income"])[:20]])
    page = observer.get(f"/desk/areas/{COMMUNITY}/participation-rates")
    assert page.index("<svg") < page.index("<table")
    for words in ("单位在职", "25.0%", "差距：25.0个百分点"):
        assert words in page


def test_the_desk_says_why_it_shows_nothing(observer: DeskClerk) -> None:
    take_part(residents(40, kinds=["employee"])[:1])
    page = observer.get(f"/desk/areas/{COMMUNITY}/participation-rates")
    for words in ("参与过的或没有参与的居民不足十人", "为保护个人不显示的类别： 单位在职", "不足10人或不便显示"):
        assert words in page
    assert "<svg" not in page
