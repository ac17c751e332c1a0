"""Who took part in what is kept once."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from services.notices.domain.participation import Affair
from services.notices.store.database import unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import Resident
from shared.auth.actor import Actor
from shared.ids import new_id
from tests.conftest import COMMUNITY

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
