"""Coverage over the API, and those whom nothing reached: a list of doors, visits, daily reports (R12, R62, R73)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert, select

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.states import DeliveryState
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Delivery, DoorVisit, Resident
from services.notices.workflows.informing import report_uninformed
from services.notices.workflows.residents import erase_resident
from shared import clock
from shared.auth.actor import Actor
from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.conftest import FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.activities import STAFF, plan, planned
from tests.notices.conftest import SCOPES, published, sample
from tests.notices.residents import resident
from tests.office import Office

READ = ("notices:read", "notices:residents:read")
OBSERVER = ("notices:read",)
INFORM = ("notices:inform",)


@pytest.fixture
def office(app: Flask, token: Callable[..., str]) -> Office:
    """Of those who may read the register: they see figures as they are."""
    return Office(app.test_client(), token, (*SCOPES, "notices:residents:read"))


@pytest.fixture
def notice(office: Office, publisher: Publisher) -> dict[str, Any]:
    return published(office)


@pytest.fixture
def people(publisher: Publisher) -> list[Resident]:
    """Thirty in two buildings, every third of them on low-income aid."""
    return [
        resident(
            name=f"居民{number:02}",
            building=f"{number % 2 + 1}号楼",
            door=f"{number:03}",
            kinds=["low_income"] if number % 3 == 0 else [],
        )
        for number in range(30)
    ]


def told(notice: dict[str, Any], people: list[Resident], channel: Channel, state: DeliveryState) -> None:
    """Deliveries as the pipeline leaves them."""
    row = {
        "campaign_id": UUID(int=1),
        "notice_id": UUID(notice["id"]),
        "edition": 1,
        "channel": channel,
        "state": state,
    }
    with unit_of_work(Actor.system("notices")) as uow:
        uow.session.execute(insert(Delivery), [{**row, "resident_id": each.id} for each in people])


def coverage(office: Office, notice: dict[str, Any]) -> dict[str, Any]:
    answer = office.get(f"/notices/{notice['id']}/coverage")
    assert answer.status_code == 200, answer.json
    return answer.json


def doors(office: Office, notice: dict[str, Any], **query: Any) -> dict[str, Any]:
    return office.get(f"/notices/{notice['id']}/door-list", scopes=READ, query_string=query).json


def visit(office: Office, notice: dict[str, Any], *visits: tuple[Resident, str]) -> Any:
    body = {"visits": [{"resident_id": str(each.id), "result": result} for each, result in visits]}
    return office.post(f"/notices/{notice['id']}/door-visits", body, scopes=INFORM)


def goal(office: Office, notice: dict[str, Any], share: int = 80, days: int = 3) -> Any:
    by_day = (clock.today() + timedelta(days=days)).isoformat()
    return office.post(f"/notices/{notice['id']}/informing-goal", {"target_share": share, "by_day": by_day})


def test_every_route_asks_for_token_scope_and_area(office: Office, notice: dict[str, Any]) -> None:
    one = f"/notices/{notice['id']}"
    by_day = (clock.today() + timedelta(days=3)).isoformat()
    own = [
        ("GET", f"{one}/coverage", None),
        ("POST", f"{one}/informing-goal", {"target_share": 80, "by_day": by_day}),
        ("GET", f"{one}/door-list", None),
        ("GET", f"{one}/door-list.csv", None),
        ("GET", f"{one}/door-list.pdf", None),
        ("POST", f"{one}/door-visits", {"visits": [{"resident_id": NOBODY, "result": "informed"}]}),
        ("POST", f"{one}/door-visit", {"resident_id": NOBODY, "result": "informed"}),
    ]
    assert_guarded(office, [*own, ("GET", "/informing-goals", None), ("GET", "/uninformed-reports", None)])
    assert_hidden_from_others(office, own)
    assert office.get("/informing-goals", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.get(f"{one}/door-list", scopes=("notices:read",)).status_code == 403


def test_a_resident_counts_once_however_many_channels_reached_them(
    office: Office, notice: dict[str, Any], people: list[Resident]
) -> None:
    told(notice, people[:12], Channel.SMS, DeliveryState.DELIVERED)
    told(notice, people[:10], Channel.EMAIL, DeliveryState.SENT)
    told(notice, people, Channel.INBOX, DeliveryState.SENT)
    told(notice, people[15:], Channel.SMS, DeliveryState.SENT)
    found = coverage(office, notice)
    assert (found["residents"], found["reached"], found["percent"]) == (30, 12, 40)
    by_channel = {each["channel"]: each["reached"] for each in found["by_channel"]}
    assert (by_channel["sms"], by_channel["email"], by_channel["inbox"]) == (12, 10, None)
    assert found["days"] == [{"day": clock.today().isoformat(), "reached": 12}]


def test_small_kinds_are_not_told(office: Office, notice: dict[str, Any], people: list[Resident]) -> None:
    resident(kinds=["employee"])
    told(notice, people, Channel.SMS, DeliveryState.DELIVERED)
    kinds = {each["kind"]: each for each in coverage(office, notice)["by_kind"]}
    assert kinds["low_income"]["residents"] == 10
    assert kinds["employee"] == {"kind": "employee", "residents": None, "reached": None}


def test_whoever_may_not_read_the_register_sees_tens_and_nothing_of_a_few(
    office: Office, notice: dict[str, Any], people: list[Resident]
) -> None:
    """Nor can a few be worked out: not by a percentage, by the days, or by subtracting what is told."""
    goal(office, notice)

    def seen(path: str) -> dict[str, Any]:
        return office.get(path, scopes=OBSERVER).json

    told(notice, people[:4], Channel.SMS, DeliveryState.DELIVERED)
    few = seen(f"/notices/{notice['id']}/coverage")
    assert (few["residents"], few["reached"], few["percent"], few["days"]) == (30, None, None, [])
    assert {each["reached"] for each in few["by_channel"] + few["by_kind"]} == {None}
    (stand,) = seen("/informing-goals")["items"]
    assert (stand["residents"], stand["reached"], stand["percent"], stand["short"]) == (30, None, None, True)
    report_uninformed()
    (report,) = seen("/uninformed-reports")["items"]
    assert (report["residents"], report["reached"], report["unreached"]) == (30, None, 20)
    told(notice, people[4:16], Channel.SMS, DeliveryState.DELIVERED)
    more = seen(f"/notices/{notice['id']}/coverage")
    assert (more["residents"], more["reached"], more["percent"]) == (30, 10, 33)
    assert more["days"] == [{"day": clock.today().isoformat(), "reached": 10}]
    assert {each["channel"]: each["reached"] for each in more["by_channel"]}["sms"] == 10


def test_who_moved_away_counts_among_nobody(office: Office, notice: dict[str, Any], people: list[Resident]) -> None:
    told(notice, people[:15], Channel.SMS, DeliveryState.DELIVERED)
    assert visit(office, notice, (people[20], "moved_away")).status_code == 201
    assert (coverage(office, notice)["residents"], coverage(office, notice)["reached"]) == (29, 15)
    with reading() as session:
        assert session.get_one(Resident, people[20].id).moved_away_on == clock.today()


def test_the_list_has_those_whom_nothing_reached_by_building_and_door(
    office: Office, notice: dict[str, Any], people: list[Resident]
) -> None:
    told(notice, people[:20], Channel.SMS, DeliveryState.DELIVERED)
    listed = doors(office, notice)["items"]
    assert [(each["building"], each["door"]) for each in listed] == [
        *[("1号楼", f"{number:03}") for number in range(20, 30, 2)],
        *[("2号楼", f"{number:03}") for number in range(21, 30, 2)],
    ]
    first = doors(office, notice, limit=4)
    following = doors(office, notice, limit=200, cursor=first["next"])
    assert [*first["items"], *following["items"]] == listed
    assert doors(office, notice, cursor="bad")["code"] == "cursor_invalid"


def test_nobody_calls_at_a_door_to_which_a_message_is_on_its_way(
    office: Office, notice: dict[str, Any], people: list[Resident]
) -> None:
    waiting, sending, visited, failed = people[:4]
    told(notice, [waiting], Channel.SMS, DeliveryState.CREATED)
    told(notice, [sending], Channel.SMS, DeliveryState.QUEUED)
    told(notice, [visited], Channel.DOOR, DeliveryState.CREATED)
    told(notice, [failed], Channel.SMS, DeliveryState.FAILED)
    told(notice, people[4:], Channel.SMS, DeliveryState.DELIVERED)
    assert {each["id"] for each in doors(office, notice)["items"]} == {str(visited.id), str(failed.id)}


def test_a_visit_tells_somebody_and_the_next_list_leaves_them_out(
    office: Office, notice: dict[str, Any], people: list[Resident]
) -> None:
    told(notice, people[:26], Channel.SMS, DeliveryState.DELIVERED)
    informed, away, refused, again = people[26:]
    results = [(informed, "informed"), (away, "moved_away"), (refused, "refused"), (again, "not_home")]
    assert visit(office, notice, *results).json == {"recorded": 4}
    assert [(each["id"], each["calls"]) for each in doors(office, notice)["items"]] == [(str(again.id), 1)]
    found = coverage(office, notice)
    assert (found["residents"], found["reached"]) == (29, 27)
    visit(office, notice, (again, "informed"))
    assert doors(office, notice)["items"] == []
    with reading() as session:
        rows = session.scalars(select(Delivery).where(Delivery.channel == Channel.DOOR)).all()
    assert {(row.resident_id, row.state) for row in rows} == {
        (informed.id, "delivered"), (refused.id, "failed"), (away.id, "skipped"), (again.id, "delivered"),
    }  # fmt: skip


def test_all_visits_are_recorded_or_none(office: Office, notice: dict[str, Any], people: list[Resident]) -> None:
    stranger = resident(area="450403002004")
    answer = visit(office, notice, (people[0], "informed"), (stranger, "informed"))
    assert (answer.status_code, answer.json["fields"][0]["field"]) == (422, "visits.1.resident_id")
    assert coverage(office, notice)["reached"] == 0
    assert visit(office, notice, (people[0], "shouted")).status_code == 422


def test_what_was_written_at_a_door_goes_when_the_resident_is_erased(
    office: Office, notice: dict[str, Any], people: list[Resident]
) -> None:
    body = {"resident_id": str(people[0].id), "result": "not_home", "note": "常去女儿家"}
    office.post(f"/notices/{notice['id']}/door-visit", body, scopes=INFORM)
    erase_resident(Actor.system("notices"), people[0].id)
    with reading() as session:
        visit = session.scalars(select(DoorVisit)).one()
    assert (visit.result, visit.note) == ("not_home", None)


def test_the_list_is_a_file_to_be_filled_in(office: Office, notice: dict[str, Any], people: list[Resident]) -> None:
    table = office.get(f"/notices/{notice['id']}/door-list.csv", scopes=READ).get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 30
    assert list(rows[0]) == ["楼栋", "门牌", "姓名", "编号", "不在家次数", "结果", "备注"]


def test_a_target_that_is_missed_is_flagged_and_reported_once_a_day(
    office: Office, publisher: Publisher, notice: dict[str, Any], people: list[Resident]
) -> None:
    assert goal(office, notice).status_code == 200
    told(notice, people[:23], Channel.SMS, DeliveryState.DELIVERED)
    (stand,) = office.get("/informing-goals").json["items"]
    assert (stand["percent"], stand["short"], stand["reached"]) == (76, True, 23)
    assert (report_uninformed(), report_uninformed()) == (1, 0)
    (report,) = office.get("/uninformed-reports").json["items"]
    assert (report["unreached"], report["title"]) == (7, notice["title"])
    (short,) = [each["data"] for each in publisher.told() if each["type"] == "notices.coverage_short.v1"]
    assert (short["reached"], short["residents"], short["target_share"]) == (23, 30, 80)


def test_enough_residents_are_reported_and_nobody_is_told(
    office: Office, publisher: Publisher, notice: dict[str, Any], people: list[Resident]
) -> None:
    goal(office, notice)
    told(notice, people[:24], Channel.SMS, DeliveryState.DELIVERED)
    assert report_uninformed() == 1
    assert not office.get("/informing-goals").json["items"][0]["short"]
    assert "notices.coverage_short.v1" not in {each["type"] for each in publisher.told()}


def test_a_target_far_ahead_is_not_reported_yet(office: Office, notice: dict[str, Any]) -> None:
    goal(office, notice, days=8)
    assert report_uninformed() == 0


def test_an_election_s_notices_get_their_targets_from_the_publicity_plan(
    office: Office, publisher: Publisher, people: list[Resident]
) -> None:
    data, subject = sample("elections.election_announced.v1")
    data["polling_day"] = clock.today() + timedelta(days=30)
    publisher.tell("elections.election_announced.v1", data, subject=subject)
    (stand,) = office.get("/informing-goals").json["items"]
    assert (stand["target_share"], stand["by_day"]) == (60, (clock.today() + timedelta(days=10)).isoformat())
    plan = office.get("/publicity-plan", query_string={"subject": subject}).json["items"]
    assert plan[0]["notice_id"] == stand["notice_id"]
    assert plan[0]["missing"][0] == "board"
    assert (plan[1]["notice_id"], plan[1]["by_day"]) == (None, (clock.today() + timedelta(days=15)).isoformat())


def test_an_election_told_twice_or_moved_keeps_one_target_on_the_new_day(office: Office, publisher: Publisher) -> None:
    data, subject = sample("elections.election_announced.v1")
    data["polling_day"] = clock.today() + timedelta(days=30)
    batch = publisher.tell("elections.election_announced.v1", data, subject=subject)
    assert publisher.deliver(batch) == 0
    moved, _ = sample("elections.timetable_changed.v1")
    moved["polling_day"] = clock.today() + timedelta(days=40)
    publisher.tell("elections.timetable_changed.v1", moved, subject=subject)
    (stand,) = office.get("/informing-goals").json["items"]
    assert stand["by_day"] == (clock.today() + timedelta(days=20)).isoformat()


def test_a_timetable_that_comes_before_its_election_changes_nothing(office: Office, publisher: Publisher) -> None:
    moved, subject = sample("elections.timetable_changed.v1")
    publisher.tell("elections.timetable_changed.v1", moved, subject=subject)
    assert office.get("/informing-goals").json["items"] == []


def test_an_activity_is_announced_when_enough_residents_know(
    office: Office, publisher: Publisher, people: list[Resident]
) -> None:
    activity = planned(office, target_share=50)
    short = office.post(f"/activities/{activity['id']}/announcement")
    assert (short.status_code, short.json["code"]) == (409, "coverage_too_small")
    told({"id": activity["notice_id"]}, people[:15], Channel.SMS, DeliveryState.DELIVERED)
    assert office.post(f"/activities/{activity['id']}/announcement").json["announced_at"]
    assert office.get("/informing-goals").json["items"][0]["target_share"] == 50


def test_the_target_of_an_activity_moves_with_it_and_ends_with_it(
    office: Office, publisher: Publisher, people: list[Resident]
) -> None:
    activity = planned(office, target_share=50)
    later = clock.now() + timedelta(days=30)
    times = {"starts_at": later.isoformat(), "ends_at": (later + timedelta(hours=1)).isoformat()}
    path = f"/activities/{activity['id']}"
    assert office.patch(path, times, version=office.get(path).json["version"], scopes=STAFF).status_code == 200
    (goal,) = office.get("/informing-goals").json["items"]
    assert goal["by_day"] == goal["event_day"] == clock.civil_date(later).isoformat()
    assert office.post(f"{path}/cancellation", {"reason": "下雨"}, scopes=STAFF).status_code == 200
    assert office.get("/informing-goals").json["items"] == []
    assert report_uninformed() == 0


def test_an_activity_whose_notice_does_not_hang_is_not_announced(office: Office, publisher: Publisher) -> None:
    activity = plan(office).json
    early = office.post(f"/activities/{activity['id']}/announcement")
    assert (early.status_code, early.json["code"]) == (409, "activity_unpublished")
