"""Activities as residents use them: sign-up, waiting list, check-in at the hall, feedback."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import select

from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Activity, ActivityFeedback, Participation, Resident
from shared import clock
from shared.auth.actor import Actor
from shared.check_in_codes import code_at
from shared.ids import new_id
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.activities import STAFF, begun, moved, over, plan, planned, sign_up, signed_up
from tests.office import Office


@pytest.fixture(autouse=True)
def _areas(publisher: Publisher) -> None:
    """The communities are registered."""


def page(office: Office, path: str) -> str:
    return office.client.get(path).get_data(as_text=True)


def own(office: Office, code: str) -> str:
    return page(office, f"/sign-ups/{code}")


def hall_code(activity: dict[str, str]) -> str:
    with reading() as session:
        found = session.get_one(Activity, UUID(activity["id"]))
        return code_at(found.check_in_key, found.id, clock.now())


def _resident(key: str) -> UUID:
    with unit_of_work(Actor.system("notices")) as uow:
        made = Resident(id=new_id(), area=COMMUNITY, number=key, name="李秀英", key=key.ljust(64, "k"))
        uow.session.add(made)
        return made.id


def test_an_activity_is_seen_when_its_notice_was_published(office: Office) -> None:
    draft = plan(office).json
    assert office.client.get(f"/activities/{draft['id']}").status_code == 404
    assert sign_up(office, draft, "王芳").status_code == 404
    planned(office, title="春游")
    shown = page(office, f"/activities/{COMMUNITY}")
    assert "春游" in shown
    assert "元宵灯会" not in shown


def test_who_comes_after_the_last_place_waits_and_moves_up_when_somebody_withdraws(office: Office) -> None:
    activity = planned(office, capacity=1)
    first, second, third = (signed_up(office, activity, name) for name in ("王芳", "张伟", "刘洋"))
    assert "已报名" in own(office, first)
    assert "第1位" in own(office, second)
    assert "第2位" in own(office, third)
    assert office.client.post(f"/sign-ups/{first}/withdrawal").status_code == 303
    assert "已退出" in own(office, first)
    assert "已报名" in own(office, second)
    assert "第1位" in own(office, third)
    assert office.client.post(f"/sign-ups/{first}/withdrawal").status_code == 303, "again changes nothing"


def test_nobody_signs_up_twice_but_again_after_withdrawing(office: Office) -> None:
    activity = planned(office)
    code = signed_up(office, activity, "王芳", contact="13800138000")
    refused = sign_up(office, activity, "王芳", contact="138 0013 8000")
    assert refused.status_code == 422
    assert "已经报名" in refused.get_data(as_text=True)
    signed_up(office, activity, "王芳", contact="13900139000")
    office.client.post(f"/sign-ups/{code}/withdrawal")
    signed_up(office, activity, "王芳", contact="13800138000")


def test_nobody_signs_up_after_the_end_of_sign_up_or_for_what_is_past(office: Office) -> None:
    activity = planned(office)
    moved(activity, sign_up_until=clock.now() - timedelta(minutes=1))
    assert "已经截止" in sign_up(office, activity, "王芳").get_data(as_text=True)
    over(activity)
    assert sign_up(office, activity, "王芳").status_code == 422
    assert "办过的活动" in page(office, f"/activities/{COMMUNITY}")


def test_a_sign_up_without_a_name_or_with_a_false_contact_comes_back(office: Office) -> None:
    activity = planned(office)
    assert "请填写姓名" in sign_up(office, activity, "").get_data(as_text=True)
    shown = sign_up(office, activity, "王芳", contact="12").get_data(as_text=True)
    assert "手机号" in shown
    assert "王芳" in shown


def test_a_threshold_is_shown_with_its_progress(office: Office) -> None:
    activity = planned(office, least=4)
    signed_up(office, activity, "王芳")
    shown = page(office, f"/activities/{activity['id']}")
    assert "至少4人才举办" in shown
    assert 'value="25"' in shown


def test_check_in_by_the_number_of_the_sign_up_once(office: Office) -> None:
    activity = planned(office)
    code = signed_up(office, activity, "王芳")
    begun(activity)
    path = f"/activities/{activity['id']}/check-in/{hall_code(activity)}"
    assert "报名编号" in page(office, path)
    assert office.client.post(path, data={"receipt": code}).status_code == 303
    assert office.client.post(path, data={"receipt": code}).status_code == 303
    assert "已签到" in own(office, code)
    with reading() as session:
        assert len(session.scalars(select(Participation)).all()) == 1
    assert office.client.post(f"/sign-ups/{code}/withdrawal").status_code == 409


def test_a_resident_checks_in_with_one_tap_on_their_own_phone(office: Office) -> None:
    resident, activity = _resident("a"), planned(office)
    office.client.set_cookie("resident_key", "a".ljust(64, "k"))
    assert sign_up(office, activity, "", as_myself="true").status_code == 303
    begun(activity)
    path = f"/activities/{activity['id']}/check-in/{hall_code(activity)}"
    assert "您是李秀英吗" in page(office, path)
    assert office.client.post(path, data={"as_myself": "true"}).status_code == 303
    office.client.delete_cookie("resident_key")
    with reading() as session:
        assert session.scalars(select(Participation.resident_id)).all() == [resident]


def test_who_did_not_sign_up_is_let_in_while_there_is_room(office: Office) -> None:
    activity = planned(office, capacity=1)
    begun(activity)
    path = f"/activities/{activity['id']}/check-in/{hall_code(activity)}"
    assert office.client.post(path, data={"name": "王芳"}).status_code == 303
    full = office.client.post(path, data={"name": "张伟"})
    assert "名额已满" in full.get_data(as_text=True)


def test_a_false_or_old_code_or_a_foreign_sign_up_does_not_check_in(office: Office) -> None:
    activity, other = planned(office), planned(office, title="春游")
    code = signed_up(office, other, "王芳")
    begun(activity)
    path = f"/activities/{activity['id']}/check-in"
    assert office.client.get(f"{path}/123-ABC").status_code == 404
    assert office.client.get(f"{path}/{hall_code(other)}").status_code == 404
    refused = office.client.post(f"{path}/{hall_code(activity)}", data={"receipt": code})
    assert "没有报名这个活动" in refused.get_data(as_text=True)
    missing = office.client.post(f"{path}/{hall_code(activity)}", data={"receipt": "ABCDEFGHJKMN"})
    assert "没有找到这个报名" in missing.get_data(as_text=True)


def test_the_hall_shows_a_code_while_check_in_is_open(office: Office) -> None:
    activity = planned(office)
    hall = office.get(f"/activities/{activity['id']}/hall", scopes=STAFF).json["page"]
    assert "签到从" in page(office, hall)
    begun(activity)
    assert "<svg" in page(office, hall)
    over(activity)
    assert "活动已经结束" in page(office, hall)
    assert office.client.get(f"/activities/hall/{'0' * 64}").status_code == 404


def test_who_came_says_once_what_they_thought_and_nobody_can_tell_who_it_was(office: Office) -> None:
    activity = planned(office)
    came, stayed_away = signed_up(office, activity, "王芳"), signed_up(office, activity, "张伟")
    begun(activity)
    office.client.post(f"/activities/{activity['id']}/check-in/{hall_code(activity)}", data={"receipt": came})
    assert office.client.post(f"/sign-ups/{came}/feedback", data={"rating": 5}).status_code == 409, "not over"
    over(activity)
    assert office.client.post(f"/sign-ups/{stayed_away}/feedback", data={"rating": 5}).status_code == 409
    assert office.client.post(f"/sign-ups/{came}/feedback", data={"rating": 9}).status_code == 422
    assert office.client.post(f"/sign-ups/{came}/feedback", data={"rating": 5, "comment": "好"}).status_code == 303
    assert office.client.post(f"/sign-ups/{came}/feedback", data={"rating": 1}).status_code == 409
    with reading() as session:
        said = session.scalars(select(ActivityFeedback)).one()
    assert (said.rating, said.comment) == (5, "好")


def test_a_script_in_a_name_or_a_reason_does_not_run(office: Office) -> None:
    script = "<script>alert(1)</script>"
    activity = planned(office, title=f"灯会{script}", body=script, venue=script)
    code = signed_up(office, activity, script)
    office.post(f"/activities/{activity['id']}/cancellation", {"reason": script}, scopes=STAFF)
    for path in (f"/activities/{activity['id']}", f"/activities/{COMMUNITY}", f"/sign-ups/{code}"):
        assert "<script" not in page(office, path)


def test_the_calendar_feed_moves_and_cancels_what_phones_have(office: Office) -> None:
    activity = planned(office)
    before = Calendar.from_ical(office.client.get(f"/activities/{COMMUNITY}.ics").data).walk("VEVENT")[0]
    office.post(f"/activities/{activity['id']}/cancellation", {"reason": "下雨"}, scopes=STAFF)
    after = Calendar.from_ical(office.client.get(f"/activities/{COMMUNITY}.ics").data).walk("VEVENT")[0]
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
