"""Who took part in what is kept once."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from sqlalchemy import select

from services.notices.domain.participation import Affair
from services.notices.store.database import reading, unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import Participation, Resident, SignUp, Suggestion, ThanksConsent
from services.notices.workflows.residents import erase_resident
from shared.auth.actor import Actor
from shared.ids import new_id
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.activities import planned
from tests.notices.asking import QUESTION
from tests.office import Office

CLERK = Actor.system("notices")


def _resident() -> UUID:
    with unit_of_work(CLERK) as uow:
        made = Resident(id=new_id(), area=COMMUNITY, number="1", name="王芳")
        uow.session.add(made)
        return made.id


def _record(resident: UUID | None, affair_id: UUID) -> bool:
    with unit_of_work(CLERK) as uow:
        return record_participation(
            uow, area=COMMUNITY, resident_id=resident, affair=Affair.SURVEY, affair_id=affair_id
        )


def test_a_resident_takes_part_in_an_affair_once(app: Flask) -> None:
    resident, survey = _resident(), new_id()
    assert [_record(resident, survey), _record(resident, survey), _record(resident, new_id())] == [True, False, True]


def test_who_did_not_say_who_they_are_counts_each_time(app: Flask) -> None:
    survey = new_id()
    assert [_record(None, survey), _record(None, survey)] == [True, True]


def test_who_is_erased_leaves_no_name_behind_and_the_figures_stay(office: Office, publisher: Publisher) -> None:
    resident = _resident()
    with unit_of_work(CLERK) as uow:
        uow.session.get_one(Resident, resident).key = "k" * 64
    activity = planned(office)
    office.client.set_cookie("resident_key", "k" * 64)
    office.client.post(f"/activities/{activity['id']}", data={"as_myself": "true"})
    office.client.post(f"/ask/{COMMUNITY}", data={**QUESTION, "as_myself": "true", "contact": "13800138000"})
    office.client.post(f"/r/{'k' * 64}/points", data={"agreed": "true"})
    office.client.delete_cookie("resident_key")
    erase_resident(CLERK, resident)
    with reading() as session:
        assert [row.name for row in session.scalars(select(SignUp))] == [None]
        assert [row.address for row in session.scalars(select(Suggestion))] == [None]
        assert session.scalars(select(ThanksConsent)).all() == []
        assert [row.resident_id for row in session.scalars(select(Participation))] == [resident]
