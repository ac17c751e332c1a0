"""The register one by one: kept, read, masked, erased, and as a file that can be imported again."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.contacts import ContactState, KeptBy
from services.notices.domain.residents.register import TYPED, tidied_texts
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Contact, Resident
from shared.errors import Invalid
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.residents import SYSTEM, resident, run_imports, upload
from tests.office import Office

KEEPER = ("notices:read", "notices:residents:read", "notices:residents:write")
NEW = {"area": COMMUNITY, "number": " B 7 ", "name": "张　三", "kinds": ["elderly"], "building": "３栋"}

pytestmark = pytest.mark.usefixtures("publisher")


@pytest.fixture
def keeper(office: Office) -> Office:
    office._scopes = KEEPER
    return office


def _register(keeper: Office, **changes: Any) -> dict[str, Any]:
    answer = keeper.post("/residents", {**NEW, **changes})
    assert answer.status_code == 201, answer.json
    return answer.json


def test_a_resident_is_registered_as_a_file_would_have_it(keeper: Office) -> None:
    made = _register(keeper)
    assert (made["number"], made["name"], made["building"]) == ("B 7", "张三", "3栋")
    assert keeper.get(f"/residents/{made['id']}").json == made


def test_a_number_is_one_residents_in_a_community(keeper: Office) -> None:
    _register(keeper)
    again = keeper.post("/residents", NEW)
    assert (again.status_code, again.json["fields"][0]["code"]) == (422, "number_taken")
    assert keeper.post("/residents", {**NEW, "area": OTHER_COMMUNITY}).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "\u200b"}, "name"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"birth_date": "1889-12-31"}, "birth_date"),
        ({"kinds": ["giant"]}, "kinds.0"),
        ({"area": DISTRICT}, "area"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_a_file_may_not_say_a_clerk_may_not_type(keeper: Office, change: dict[str, Any], field: str) -> None:
    answer = keeper.post("/residents", NEW | change)
    assert (answer.status_code, answer.json["fields"][0]["field"]) == (422, field)


def test_a_change_names_the_version_that_it_was_made_from(keeper: Office) -> None:
    made = _register(keeper)
    path = f"/residents/{made['id']}"
    assert keeper.patch(path, {"building": "4栋"}).status_code == 428
    assert keeper.patch(path, {"building": "4栋"}, version=1).json["building"] == "4栋"
    assert keeper.patch(path, {"building": "5栋"}, version=1).status_code == 412


def test_who_may_not_read_the_register_sees_no_names(keeper: Office) -> None:
    row = resident(name="欧阳小三", birth_date=date(1950, 1, 2), door="301", contacts={Channel.SMS: "+8613800138000"})
    answer = keeper.get(f"/residents/{row.id}", scopes=("notices:read",)).json
    assert (answer["name"], answer["number"], answer["birth_date"], answer["door"]) == ("欧***", "***", None, None)
    assert answer["contacts"][0]["address"] == "*******8000"
    assert keeper.get("/residents", scopes=("notices:read",)).json["items"][0]["name"] == "欧***"
    assert keeper.get("/residents?text=欧阳", scopes=("notices:read",)).status_code == 403
    assert keeper.get(f"/residents/{row.id}/own-page", scopes=("notices:read",)).status_code == 403


def test_residents_are_found_by_number_name_or_kind(keeper: Office) -> None:
    first = resident(name="张三", number="A1")
    resident(name="李四", number="A2", birth_date=date(1940, 1, 1))
    resident(name="王五", moved_away_on=date(2020, 1, 1))
    found = {text: len(keeper.get(f"/residents?{text}").json["items"]) for text in ("text=A1", "text=四", "text=%25")}
    assert found == {"text=A1": 1, "text=四": 1, "text=%25": 0}
    assert len(keeper.get("/residents?kind=elderly").json["items"]) == 1
    assert [each["name"] for each in keeper.get("/residents?gone=true").json["items"]] == ["王五"]
    page = keeper.get("/residents?limit=1").json
    assert page["items"][0]["id"] == str(first.id)
    assert keeper.get(f"/residents?limit=1&cursor={page['next']}").json["next"] is None


def test_a_clerk_sets_an_address_with_consent_or_without(keeper: Office) -> None:
    path = f"/residents/{_register(keeper)['id']}"
    body = {"channel": "email", "address": "z@example.com", "consent": False}
    without = keeper.post(f"{path}/contacts", body).json
    assert (without["state"], without["consent_at"]) == ("unconfirmed", None)
    assert keeper.post(f"{path}/contacts", {**body, "consent": True}).json["state"] == "confirmed"
    wrong = keeper.post(f"{path}/contacts", {**body, "address": "z@example.com\r\nBcc: x@example.com"})
    assert (wrong.status_code, wrong.json["fields"][0]["field"]) == (422, "address")
    assert keeper.post(f"{path}/contacts", {**body, "channel": "inbox"}).status_code == 422
    assert keeper.call("DELETE", f"{path}/contacts/email").status_code == 204
    assert keeper.get(path).json["contacts"] == []


def test_the_residents_own_word_stands(keeper: Office) -> None:
    row = resident(contacts={Channel.EMAIL: "z@example.com", Channel.SMS: "+8613800138000"})
    with unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(Contact).where(Contact.channel == "sms").values(state=ContactState.LEFT))
        uow.session.execute(update(Contact).where(Contact.channel == "email").values(kept_by=KeptBy.RESIDENT))
    left = keeper.post(f"/residents/{row.id}/contacts", {"channel": "sms", "address": "13900139000", "consent": True})
    assert (left.status_code, left.json["code"]) == (409, "contact_left")
    assert keeper.call("DELETE", f"/residents/{row.id}/contacts/email").json["code"] == "contact_is_the_residents"


def test_who_moved_away_stays_in_the_history(keeper: Office) -> None:
    row = resident()
    assert keeper.post(f"/residents/{row.id}/moving-away", {"on": "2026-01-02"}).json["moved_away_on"] == "2026-01-02"
    assert keeper.get("/residents").json["items"] == []
    assert keeper.get(f"/residents/{row.id}").status_code == 200
    assert keeper.post(f"/residents/{row.id}/moving-away", {"on": None}).json["moved_away_on"] is None


def test_erasing_takes_away_whatever_could_tell_who_it_was(keeper: Office) -> None:
    row = resident(
        name="张三", kinds=["women"], birth_date=date(1950, 1, 2), building="1栋", employer="制药厂",
        contacts={Channel.EMAIL: "z@example.com"},
    )  # fmt: skip
    assert keeper.post(f"/residents/{row.id}/erasure").status_code == 204
    with reading() as session:
        left = session.scalars(select(Resident).where(Resident.id == row.id)).one()
        assert session.scalars(select(Contact)).all() == []
    assert (left.area, left.kinds) == (COMMUNITY, ["women"])
    assert (left.name, left.birth_date, left.building, left.employer, left.interests) == ("", None, None, None, [])
    assert left.number != row.number
    assert left.key != row.key
    assert keeper.post(f"/residents/{row.id}/erasure").json["code"] == "resident_erased"


def test_a_link_that_came_into_other_hands_is_renewed(keeper: Office) -> None:
    path = f"/residents/{resident().id}/own-page"
    old = keeper.get(path).json["address"]
    new = keeper.post(path).json["address"]
    assert old != new
    assert keeper.get(path).json["address"] == new


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_as_a_file_can_be_imported_again_and_changes_nothing(keeper: Office, kind: str) -> None:
    resident(
        number="A1", kinds=["elderly", "women"], interests=["health"], building="=3栋", language="en",
        contacts={Channel.EMAIL: "用户@例子.中国", Channel.SMS: "+8613800138000"},
    )  # fmt: skip
    resident(number="A2", best_time="evening", contacts={Channel.SMS: "+85291234567"})
    content = keeper.get(f"/residents/file?area={COMMUNITY}&format={kind}").data
    again = upload(keeper, content)
    run_imports()
    changes = keeper.get(f"/residents/imports/{again.json['import_id']}").json["changes"]
    assert changes == {"rows": 2, "new": 0, "changed": 0, "back": 0, "moved_away": 0, "same": 2}


_TYPED = st.text(st.sampled_from("'=+-@1栋 ＝＇,\"；，") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(typed=st.lists(st.fixed_dictionaries(dict.fromkeys(TYPED, _TYPED)), min_size=1, max_size=20))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_register_holds_comes_back_from_its_file(
    keeper: Office, kind: str, typed: list[dict[str, str]]
) -> None:
    with unit_of_work(SYSTEM) as uow:
        uow.session.execute(delete(Resident))
    kept = {}
    for texts in typed:
        with suppress(Invalid):
            tidy = tidied_texts(texts)
            kept[tidy["number"]] = tidy
    assume(kept)
    for columns in kept.values():
        resident(**columns)
    again = upload(keeper, keeper.get(f"/residents/file?area={COMMUNITY}&format={kind}").data)
    run_imports()
    changes = keeper.get(f"/residents/imports/{again.json['import_id']}").json["changes"]
    assert (changes["rows"], changes["same"]) == (len(kept), len(kept))


def test_another_areas_residents_are_not_there(keeper: Office) -> None:
    row = resident()
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"building": "1"}),
        ("POST", "/moving-away", {"on": None}),
        ("POST", "/erasure", {}),
        ("POST", "/contacts", {"channel": "email", "address": "z@example.com", "consent": True}),
        ("DELETE", "/contacts/email", None),
        ("GET", "/own-page", None),
        ("POST", "/own-page", {}),
    ):
        answer = keeper.call(
            method, f"/residents/{row.id}{path}", json=body, area=FOREIGN_DISTRICT, headers={"If-Match": '"1"'}
        )
        assert answer.status_code == 404, path
        refused = keeper.call(method, f"/residents/{row.id}{path}", json=body, scopes=("training:read",))
        assert refused.status_code == 403, path
    assert keeper.get("/residents", area=FOREIGN_DISTRICT).json["items"] == []
    assert keeper.get(f"/residents/file?area={COMMUNITY}", area=FOREIGN_DISTRICT).status_code == 404


def test_who_may_only_read_keeps_no_register(keeper: Office, publisher: Publisher) -> None:
    row = resident()
    reader = ("notices:read", "notices:residents:read")
    assert keeper.post("/residents", NEW, scopes=reader).status_code == 403
    assert keeper.post(f"/residents/{row.id}/erasure", scopes=reader).status_code == 403
