"""Employers in the community (R17): a liaison who agreed passes a notice on, and learns nobody's name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import draft, published
from tests.notices.delivery.post import Post, start
from tests.notices.residents import resident
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher", "post")

KEEPER = ("notices:read", "notices:residents:read", "notices:residents:write")
FACTORY = {
    "area": COMMUNITY,
    "name": "机床厂",
    "liaison": "赵工",
    "contact": "13900000001",
    "consent": True,
}


def put(office: Office, changes: dict[str, Any] | None = None, **options: Any) -> Any:
    return office.call("PUT", "/employers", json=FACTORY | (changes or {}), **{"scopes": KEEPER, **options})


def remove(office: Office, employer: dict[str, Any], **options: Any) -> Any:
    return office.call("DELETE", f"/employers/{employer['id']}", scopes=KEEPER, **options)


def registered(office: Office, **changes: Any) -> dict[str, Any]:
    answer = put(office, changes)
    assert answer.status_code == 200, answer.json
    return answer.json


def tell(office: Office, employer: dict[str, Any], notice: dict[str, Any], **options: Any) -> Any:
    return office.post(f"/employers/{employer['id']}/messages", {"notice_id": notice["id"]}, **options)


@pytest.fixture
def notice(office: Office, publisher: Publisher) -> dict[str, Any]:
    return published(office, kind="announcement", title="停水通知", body="明天停水。")


def test_a_liaison_learns_how_many_residents_a_notice_concerns_and_no_names(
    office: Office, post: Post, notice: dict[str, Any]
) -> None:
    for _ in range(12):
        resident(name="李四", employer="机床厂", kinds=["employee"])
    resident(name="李四", employer="别的厂")
    made = tell(office, registered(office), notice)
    assert (made.status_code, made.json["residents"], made.json["employer"]) == (201, 12, "机床厂")
    post.round()
    (message,) = post.sms.got
    assert (message.address, message.title) == ("+8613900000001", "停水通知")
    assert "涉及12人" in message.text
    assert f"/notices/{notice['id']}" in message.text
    assert "李四" not in message.text


def test_of_fewer_than_ten_no_number_is_told(office: Office, post: Post, notice: dict[str, Any]) -> None:
    resident(employer="机床厂")
    employer = registered(office)
    assert employer["residents"]["count"] is None
    assert tell(office, employer, notice).json["residents"] is None
    post.round()
    assert "涉及不足10人" in post.sms.got[0].text


def test_only_those_count_whom_the_notice_is_meant_for(office: Office, notice: dict[str, Any]) -> None:
    for place in range(24):
        kinds = ["employee", "women"] if place < 11 else ["employee"]
        resident(employer="机床厂", kinds=kinds)
    start(office, notice, channels=["inbox"], audience={"kind": ["women"]})
    assert tell(office, registered(office), notice).json["residents"] == 11


def test_without_consent_nothing_is_sent(office: Office, post: Post, notice: dict[str, Any]) -> None:
    answer = tell(office, registered(office, consent=False), notice)
    assert (answer.status_code, answer.json["code"]) == (409, "liaison_not_agreed")
    post.round()
    assert post.sms.got == []


def test_a_liaison_is_told_of_a_notice_once(office: Office, post: Post, notice: dict[str, Any]) -> None:
    employer = registered(office)
    assert tell(office, employer, notice).status_code == 201
    again = tell(office, employer, notice)
    assert (again.status_code, again.json["code"]) == (409, "liaison_told")
    post.round()
    assert len(post.sms.got) == 1
    (told,) = office.get("/liaison-messages", query_string={"area": COMMUNITY}).json["items"]
    assert (told["title"], told["employer"]) == ("停水通知", "机床厂")


def test_only_what_hangs_in_the_employers_community_is_passed_on(office: Office) -> None:
    employer = registered(office)
    waiting = tell(office, employer, draft(office))
    assert (waiting.status_code, waiting.json["code"]) == (409, "notice_not_published")
    elsewhere = tell(office, employer, published(office, area=OTHER_COMMUNITY))
    assert (elsewhere.status_code, elsewhere.json["code"]) == (409, "notice_elsewhere")
    assert tell(office, employer, published(office, area=DISTRICT)).status_code == 201


def test_the_same_name_again_is_a_new_liaison(office: Office) -> None:
    first = registered(office, name=" 机床厂 ")
    second = registered(office, liaison="钱工", contact="qian@example.com", consent=False)
    assert second["id"] == first["id"]
    (found,) = office.get("/employers", query_string={"area": COMMUNITY}).json["items"]
    assert (found["name"], found["liaison"], found["consent"]) == ("机床厂", "钱工", False)
    one = f"/employers/{found['id']}"
    assert office.get(one, scopes=KEEPER).json["contact"] == "qian@example.com"
    masked = (
        office.get(one, scopes=("notices:read",)).json,
        *office.get("/employers", scopes=("notices:read",)).json["items"],
    )
    assert [each["contact"] for each in masked] == ["q***@example.com"] * 2


def test_residents_of_an_employer_are_found_in_the_register_by_its_name(office: Office) -> None:
    resident(name="王五", employer="机床厂")
    resident(name="赵六", employer="机床厂二分厂")
    found = office.get("/residents", query_string={"text": "机床厂"}, scopes=KEEPER).json["items"]
    assert [each["name"] for each in found] == ["王五"]


def test_an_employer_is_taken_out_with_what_its_liaison_was_told(office: Office, notice: dict[str, Any]) -> None:
    employer = registered(office)
    tell(office, employer, notice)
    assert remove(office, employer).status_code == 204
    assert office.get("/employers").json["items"] == office.get("/liaison-messages").json["items"] == []


@pytest.mark.parametrize(
    ("changes", "field"), [({"contact": "12"}, "contact"), ({"name": " "}, "name"), ({"area": "1"}, "area")]
)
def test_an_employer_with_a_fault_is_refused(office: Office, changes: dict[str, Any], field: str) -> None:
    answer = put(office, changes)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["fields"]] == [field]


def test_another_districts_employer_is_not_there(office: Office, notice: dict[str, Any]) -> None:
    employer = registered(office)
    assert tell(office, employer, notice, area=FOREIGN_DISTRICT).status_code == 404
    assert remove(office, employer, area=FOREIGN_DISTRICT).status_code == 404
    assert office.get(f"/employers/{employer['id']}", area=FOREIGN_DISTRICT).status_code == 404
    assert office.get("/employers", area=FOREIGN_DISTRICT).json["items"] == []
    assert put(office, area=FOREIGN_DISTRICT).status_code == 404
    assert tell(office, employer, notice, scopes=("notices:read",)).status_code == 403
    assert put(office, scopes=("notices:read",)).status_code == 403
