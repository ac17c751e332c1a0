"""Two at once on a real database: nobody is left behind, and no place is given out twice."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import text

from services.training.store import sessions
from services.training.store.database import database, unit_of_work
from shared.auth.actor import Actor
from tests.events import Publisher
from tests.office import Office
from tests.training import catalogue
from tests.training.classes import about_to_begin
from tests.training.conftest import CHEN, HE, LIU, ZHANG, certify, result, roster, schedule, session_body

SYSTEM = Actor.system("training")
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"


def meanwhile(other: Callable[[], Any]) -> Any:
    """Starts `other` while a unit of work holds the places, and lets it go on once it waits."""
    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(SYSTEM) as uow:
            sessions.hold_places(uow.session)
            future = pool.submit(other)
            waits = _until_it_waits(future)
        assert waits, "it did not wait for who holds the places"
        return future.result(10)


def _until_it_waits(future: Future[Any]) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and not future.done():
        with database.reading() as db:
            if db.scalar(text(WAITING)):
                return True
        time.sleep(0.01)
    return False


def test_a_session_waits_for_a_result_that_is_being_written_and_the_other_way_round(
    office: Office, elections: Publisher
) -> None:
    """Else each would miss the other: the committee would wait beside a session with room for it."""
    meanwhile(lambda: certify(elections, result([ZHANG, CHEN])))
    made = meanwhile(lambda: schedule(office))
    assert len(office.get(f"/sessions/{made['id']}/enrolments").json["items"]) == 2


def test_changes_and_cancellations_wait_too(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    path = f"/sessions/{made['id']}"
    assert meanwhile(lambda: office.patch(path, {"capacity": 5}, version=1)).status_code == 200
    assert meanwhile(lambda: office.post(f"{path}/cancellation", {"reason": "台风"})).status_code == 200


def test_the_last_place_is_given_to_one_of_those_who_ask_at_once(
    office: Office, elections: Publisher, client: Callable[[], Office]
) -> None:
    certify(elections, result([ZHANG, CHEN, HE, LIU]))
    ids = [cadre["id"] for cadre in roster(office).values()]
    course = schedule(office, kind="course", capacity=1)
    with ThreadPoolExecutor(len(ids)) as pool:
        answers = list(
            pool.map(lambda each: client().post(f"/sessions/{course['id']}/enrolments", {"cadre_id": each}), ids)
        )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(office.get(f"/sessions/{course['id']}/enrolments").json["items"]) == 1


def test_one_room_is_given_to_one_of_the_sessions_that_are_planned_at_once(
    office: Office, elections: Publisher, client: Callable[[], Office]
) -> None:
    room = catalogue.room(office)
    body = session_body(kind="course", room_id=room["id"])
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: client().post("/sessions", body), range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


def test_a_place_that_is_given_up_while_somebody_enrols_goes_to_one_of_them(
    office: Office, elections: Publisher, client: Callable[[], Office]
) -> None:
    """Who waits and who asks meet at one free place: it is not given out twice."""
    certify(elections, result([ZHANG, CHEN, HE]))
    ids = {name: cadre["id"] for name, cadre in roster(office).items()}
    path = f"/sessions/{schedule(office, kind='course', capacity=1)['id']}"
    office.post(f"{path}/enrolments", {"cadre_id": ids["张平海"]})
    office.post(f"{path}/waiting-list", {"cadre_id": ids["陈丽敏"]})
    with ThreadPoolExecutor(2) as pool:
        freed = pool.submit(lambda: client().call("DELETE", f"{path}/enrolments/{ids['张平海']}"))
        asked = pool.submit(lambda: client().post(f"{path}/enrolments", {"cadre_id": ids["何秋月"]}))
    assert (freed.result().status_code, asked.result().status_code) == (204, 409)
    assert [each["name"] for each in office.get(f"{path}/enrolments").json["items"]] == ["陈丽敏"]


def test_checking_in_twice_at_once_is_one_attendance(
    office: Office, elections: Publisher, client: Callable[[], Office]
) -> None:
    certify(elections, result([ZHANG]))
    cadre = roster(office)["张平海"]
    made = about_to_begin(office, cadre["id"])
    hall = office.client.get(urlsplit(made["hall_url"]).path).text
    path = urlsplit(re.findall(r'href="([^"]*/check-in/[^"]*)"', hall)[0]).path
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: client().client.post(path, data={"key": cadre["personal_url"]}), range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert sum("签到成功" in answer.text for answer in answers) == 1
