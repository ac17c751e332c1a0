"""Points and thanks: from what residents took part in, in public only as they agree."""

from __future__ import annotations

from uuid import UUID

import pytest

from services.notices.domain.participation import Affair
from services.notices.store.database import unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import Resident
from shared import clock
from shared.auth.actor import Actor
from shared.ids import new_id
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.asking import asked, put
from tests.office import Office

SYSTEM = Actor.system("notices")
KEY = "k" * 64


@pytest.fixture(autouse=True)
def _areas(publisher: Publisher) -> None:
    """The communities are registered."""


def resident(key: str = KEY, name: str = "李秀英") -> UUID:
    with unit_of_work(SYSTEM) as uow:
        made = Resident(id=new_id(), area=COMMUNITY, number=key[:20], name=name, key=key)
        uow.session.add(made)
        return made.id


def took_part(resident_id: UUID, affair: Affair, times: int) -> None:
    with unit_of_work(SYSTEM) as uow:
        for _ in range(times):
            record_participation(uow, area=COMMUNITY, resident_id=resident_id, affair=affair, affair_id=new_id())


def page(office: Office, path: str) -> str:
    return office.client.get(path).get_data(as_text=True)


def test_points_are_the_sum_of_what_somebody_took_part_in_and_votes_bring_none(office: Office) -> None:
    own = resident()
    took_part(own, Affair.ACTIVITY, 2)
    took_part(own, Affair.MARK_VOTE, 3)
    assert f"{clock.today().year}年参与积分：10" in page(office, f"/r/{KEY}/points")


def test_nobody_is_thanked_in_public_who_did_not_agree(office: Office) -> None:
    took_part(resident(), Affair.ACTIVITY, 5)
    assert "李秀英" not in page(office, f"/thanks/{COMMUNITY}")
    assert office.client.post(f"/r/{KEY}/points", data={"agreed": "true"}).status_code == 303
    assert "李秀英" in page(office, f"/thanks/{COMMUNITY}")
    office.client.post(f"/r/{KEY}/points", data={})
    assert "李秀英" not in page(office, f"/thanks/{COMMUNITY}")
    office.client.delete_cookie("resident_key")


def test_who_has_few_points_is_not_on_the_list(office: Office) -> None:
    took_part(resident(), Affair.SURVEY, 1)
    office.client.post(f"/r/{KEY}/points", data={"agreed": "true"})
    assert "李秀英" not in page(office, f"/thanks/{COMMUNITY}")


def test_a_key_that_nobody_has_opens_nothing(office: Office) -> None:
    assert office.client.get(f"/r/{'x' * 64}/points").status_code == 404
    assert office.client.post(f"/r/{'x' * 64}/points", data={"agreed": "true"}).status_code == 404


def test_groups_under_ten_are_not_told(office: Office) -> None:
    for number in range(10):
        took_part(resident(key=str(number) * 64), Affair.ACTIVITY, 1)
    took_part(resident(), Affair.SURVEY, 1)
    year = clock.today().year
    told = office.get(f"/taking-part?area={COMMUNITY}&year={year}").json
    assert told["residents"] == 11
    assert told["by_affair"]["survey"] is None
    assert "不到10人" in page(office, f"/thanks/{COMMUNITY}")
    assert office.get(f"/taking-part?area={COMMUNITY}&year={year}", area=FOREIGN_DISTRICT).status_code == 404


def test_advertising_that_was_dismissed_brings_no_points(office: Office) -> None:
    resident()
    office.client.set_cookie("resident_key", KEY)
    found = asked(office, as_myself="true")
    assert "参与积分：2" in page(office, f"/r/{KEY}/points")
    put(office, found, "dismissal", {"reason": "广告"})
    assert "参与积分：0" in page(office, f"/r/{KEY}/points")
    office.client.delete_cookie("resident_key")
