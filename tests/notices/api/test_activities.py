"""Activities as clerks plan and change them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from services.notices.domain.participation import Affair
from services.notices.store.database import reading, unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import Participation, Resident, SignUp
from services.notices.workflows.activities.chores import forget_those_who_signed_up, judge_sign_ups
from shared import clock
from shared.auth.actor import Actor
from shared.database.tables import outbox
from shared.ids import new_id
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.activities import STAFF, begun, moved, over, plan, planned, sign_up, signed_up
from tests.office import Office


@pytest.fixture(autouse=True)
def _areas(publisher: Publisher) -> None:
    """The communities are registered."""


def _change(office: Office, activity: dict[str, Any], **changes: Any) -> Any:
    now = office.get(f"/activities/{activity['id']}").json
    return office.patch(f"/activities/{activity['id']}", changes, version=now["version"], scopes=STAFF)


def _told(event_type: str) -> list[dict[str, Any]]:
    with reading() as session:
        return list(session.scalars(select(outbox.c.data).where(outbox.c.type == event_type)))


def test_an_activity_comes_with_the_draft_of_its_notice(office: Office) -> None:
    made = plan(office).json
    notice = office.get(f"/notices/{made['notice_id']}").json
    assert (notice["kind"], notice["state"], notice["body"]) == ("activity", "draft", "猜灯谜，吃汤圆。")
    assert made["novelty"] == "new"
    assert made["sign_up_until"] == made["starts_at"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"capacity": 0}, "capacity"),
        ({"starts_at": "2020-01-01T10:00:00+08:00"}, "starts_at"),
        ({"least": 10, "capacity": 5}, "least"),
        ({"target_share": 101}, "target_share"),
        ({"title": "两\n行"}, "title"),
        ({"area": "110101001001"}, "area"),
    ],
)
def test_a_plan_with_a_fault_is_refused_at_its_place(office: Office, changes: dict[str, Any], field: str) -> None:
    answer = plan(office, **changes)
    assert answer.status_code == 422 if field != "area" else 404
    if field != "area":
        assert field in {each["field"] for each in answer.json["fields"]}


def test_another_district_s_activity_is_not_there(office: Office) -> None:
    activity, there = planned(office), {"scopes": STAFF, "area": FOREIGN_DISTRICT}
    path = f"/activities/{activity['id']}"
    for part in ("", "/figures", "/sign-ups", "/hall"):
        assert office.get(f"{path}{part}", **there).status_code == 404
    assert office.post(f"{path}/cancellation", {"reason": "雨"}, **there).status_code == 404
    assert office.post(f"{path}/sign-ups", {"name": "王芳"}, **there).status_code == 404
    assert office.get("/activities", **there).json["items"] == []


def test_more_places_go_to_those_who_wait_and_fewer_than_are_taken_cannot_be(office: Office) -> None:
    activity = planned(office, capacity=1)
    for name in ("王芳", "张伟", "刘洋"):
        signed_up(office, activity, name)
    assert _change(office, activity, capacity=2).status_code == 200
    states = [
        each["state"] for each in office.get(f"/activities/{activity['id']}/sign-ups", scopes=STAFF).json["items"]
    ]
    assert states == ["place", "place", "waiting"]
    refused = _change(office, activity, capacity=1)
    assert refused.json["fields"][0]["code"] == "capacity_below_taken"


def test_a_change_needs_the_version_that_was_read(office: Office) -> None:
    activity = planned(office)
    assert _change(office, activity, venue="文化站").status_code == 200
    stale = office.patch(f"/activities/{activity['id']}", {"venue": "别处"}, version=1, scopes=STAFF)
    assert stale.status_code == 412


def _amendment(office: Office, activity: dict[str, Any]) -> dict[str, Any]:
    (found,) = office.get(f"/editions?notice_id={activity['notice_id']}&state=proposed").json["items"]
    return dict(found)


def test_a_moved_activity_proposes_an_amendment_of_its_notice_for_a_second_person(office: Office) -> None:
    activity = planned(office, body_en="Riddles.")
    assert _change(office, activity, venue="文化*站*").status_code == 200
    proposed = _amendment(office, activity)
    assert (proposed["reason"], proposed["author"], proposed["version"]) == ("活动有变动", "clerk", 1)
    assert proposed["body"].startswith("> **活动有变动**：")
    assert r"地点是文化\*站\*" in proposed["body"]
    assert proposed["body"].endswith("\n\n猜灯谜，吃汤圆。")
    assert proposed["body_en"].startswith("> **Activity changed**: now ")
    path, approve = f"/editions/{proposed['id']}/settlement", {"settlement": "approve"}
    assert office.post(path, approve, version=1).json["code"] == "duties_unmet"
    assert office.post(path, approve, version=1, subject="approver").status_code == 200
    assert "文化*站*" in office.client.get(f"/notices/{activity['notice_id']}").text


def test_what_changes_while_an_amendment_waits_is_put_right_in_it(office: Office) -> None:
    activity = planned(office)
    _change(office, activity, venue="文化站")
    office.post(f"/activities/{activity['id']}/cancellation", {"reason": "下雨"}, scopes=STAFF)
    proposed = _amendment(office, activity)
    assert (proposed["reason"], proposed["version"]) == ("活动取消：下雨", 2)
    assert proposed["title"] == "【取消】元宵灯会"
    assert "活动取消" in proposed["body"]
    assert "文化站" not in proposed["body"]


def test_more_places_or_a_notice_that_does_not_hang_propose_nothing(office: Office) -> None:
    activity = planned(office, capacity=10)
    _change(office, activity, capacity=20)
    waiting = plan(office).json
    _change(office, waiting, venue="文化站")
    assert office.get("/editions?state=proposed").json["items"] == []


def test_a_cancelled_activity_takes_nobody_and_is_cancelled_once(office: Office) -> None:
    activity = planned(office)
    cancelled = office.post(f"/activities/{activity['id']}/cancellation", {"reason": "下雨"}, scopes=STAFF)
    assert cancelled.json["state"] == "cancelled"
    again = office.post(f"/activities/{activity['id']}/cancellation", {"reason": "下雨"}, scopes=STAFF)
    assert again.json["code"] == "activity_cancelled"
    assert sign_up(office, activity, "王芳").status_code == 422


def test_a_clerk_signs_up_who_has_no_phone_and_records_that_they_came(office: Office) -> None:
    activity = planned(office)
    path = f"/activities/{activity['id']}/sign-ups"
    signed = office.post(path, {"name": "李秀英"}, scopes=STAFF)
    assert signed.status_code == 201
    attendance = f"{path}/{signed.json['id']}/attendance"
    assert office.post(attendance, scopes=STAFF).json["code"] == "check_in_not_open"
    begun(activity)
    first, again = office.post(attendance, scopes=STAFF).json, office.post(attendance, scopes=STAFF).json
    assert first["came_at"] == again["came_at"]
    assert office.post(path, {"name": "x", "resident_id": str(new_id())}, scopes=STAFF).status_code == 422


def test_too_few_sign_ups_extend_the_term_once_and_are_then_told_once(office: Office) -> None:
    activity = planned(office, least=5)
    signed_up(office, activity, "王芳")
    assert judge_sign_ups() == 0
    moved(activity, sign_up_until=clock.now() - timedelta(minutes=5))
    assert judge_sign_ups() == 1
    extended = office.get(f"/activities/{activity['id']}").json
    assert extended["extended"] == 1
    assert sign_up(office, activity, "张伟").status_code == 303
    moved(activity, sign_up_until=clock.now() - timedelta(minutes=5))
    assert [judge_sign_ups(), judge_sign_ups()] == [1, 0]
    assert [(each["signed_up"], each["least"]) for each in _told("notices.sign_up_shortfall_found.v1")] == [(2, 5)]


def test_figures_tell_no_shows_and_no_share_of_few(office: Office) -> None:
    activity = planned(office)
    for name in ("王芳", "张伟"):
        signed_up(office, activity, name)
    begun(activity)
    first = office.get(f"/activities/{activity['id']}/sign-ups", scopes=STAFF).json["items"][0]
    office.post(f"/activities/{activity['id']}/sign-ups/{first['id']}/attendance", scopes=STAFF)
    over(activity)
    figures = office.get(f"/activities/{activity['id']}/figures").json
    assert (figures["signed_up"], figures["came"], figures["no_shows"]) == (2, 1, 1)
    assert (figures["first_timers"], figures["rating"]) == (None, None)


def test_first_timers_and_those_who_come_again_are_told_from_ten_on_beside_ten_others(office: Office) -> None:
    first, second = planned(office), planned(office, title="春游", theme="春游")
    with unit_of_work(Actor.system("notices")) as uow:
        residents = [Resident(id=new_id(), area=COMMUNITY, number=str(n), name="居民") for n in range(25)]
        uow.session.add_all(residents)
        uow.session.flush()
        for activity, who in ((first, residents[:10]), (second, residents)):
            for each in who:
                record_participation(
                    uow, area=COMMUNITY, resident_id=each.id, affair=Affair.ACTIVITY, affair_id=UUID(activity["id"])
                )
    over(first)
    over(second)
    assert office.get(f"/activities/{second['id']}/figures").json["first_timers"] == 60
    assert office.get(f"/activities/{first['id']}/figures").json["first_timers"] is None
    year = office.get(f"/activities/figures?area={COMMUNITY}&year={clock.today().year}").json
    assert year == {"held": 2, "new": 2, "residents": 25, "repeat_rate": 40}
    with unit_of_work(Actor.system("notices")) as uow:
        one = select(Participation.resident_id).where(Participation.affair_id == UUID(first["id"])).limit(1)
        uow.session.execute(delete(Participation).where(Participation.resident_id == one.scalar_subquery()))
    year = office.get(f"/activities/figures?area={COMMUNITY}&year={clock.today().year}").json
    assert (year["residents"], year["repeat_rate"]) == (24, None)


def test_a_theme_that_was_held_before_is_regular(office: Office) -> None:
    over(planned(office))
    assert plan(office).json["novelty"] == "regular"


def test_names_are_forgotten_half_a_year_after_the_activity(office: Office) -> None:
    activity = planned(office)
    code = signed_up(office, activity, "王芳", contact="13800138000")
    forget_those_who_signed_up()
    long_ago = clock.now() - timedelta(days=200)
    moved(activity, starts_at=long_ago, ends_at=long_ago)
    forget_those_who_signed_up()
    with reading() as session:
        kept = session.scalars(select(SignUp).where(SignUp.code == code)).one()
    assert (kept.name, kept.address, kept.who) == (None, None, code)


def test_an_activity_is_not_announced_while_too_few_residents_were_told(office: Office) -> None:
    with unit_of_work(Actor.system("notices")) as uow:
        uow.session.add(Resident(id=new_id(), area=COMMUNITY, number="1", name="居民"))
    told, untold = planned(office), planned(office, target_share=80)
    announce = f"/activities/{untold['id']}/announcement"
    refused = office.post(announce, scopes=STAFF)
    assert (refused.status_code, refused.json["code"]) == (409, "coverage_too_small")
    assert office.post(announce, scopes=STAFF, area=FOREIGN_DISTRICT).status_code == 404
    for _ in range(2):
        done = office.post(f"/activities/{told['id']}/announcement", scopes=STAFF)
        assert done.json["announced_at"]
    assert len(_told("notices.activity_announced.v1")) == 1
