"""A resident asks to be told; a clerk finds them in the register; the address is theirs when its code comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.arranged import Arranged
from services.notices.store.database import reading
from services.notices.store.tables import Contact, JoinRequest, PersonalMessage
from services.notices.workflows.carriers import carriers
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.notices.pages.test_residents import Carrying
from tests.notices.residents import resident
from tests.office import Office

KEEPER = ("notices:read", "notices:residents:read", "notices:residents:write")
PATH = f"/boards/{COMMUNITY}/join"
FILLED = {"name": "张　三", "building": "1栋", "contact": "138 0013 8000", "consent": "true"}

pytestmark = pytest.mark.usefixtures("publisher", "_providers")


@pytest.fixture
def _providers(app: Flask) -> Iterator[None]:
    before = list(carriers.by_name.values())
    carriers.arrange([Arranged(Carrying(Channel.SMS))])
    yield
    carriers.arrange(before)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


@pytest.fixture
def keeper(office: Office) -> Office:
    office._scopes = KEEPER
    return office


def _only(keeper: Office) -> dict[str, object]:
    [found] = keeper.get(f"/join-requests?area={COMMUNITY}").json["items"]
    return found


def test_the_form_is_for_a_community(client: FlaskClient) -> None:
    assert client.get(PATH).status_code == 200
    assert client.get(f"/boards/{DISTRICT}/join").status_code == 404
    assert "<svg" in client.get(f"{PATH}/sheet").text


def test_who_asks_is_matched_by_a_clerk_and_confirms_by_a_code(client: FlaskClient, keeper: Office) -> None:
    known = resident(name="张三", building="1栋")
    resident(name="张三", building="2栋")
    assert client.post(PATH, data=FILLED).status_code == 303
    asked = _only(keeper)
    assert (asked["name"], asked["channel"], asked["address"]) == ("张三", "sms", "+8613800138000")
    candidates = keeper.get(f"/join-requests/{asked['id']}").json["candidates"]
    assert [each["building"] for each in candidates] == ["1栋", "2栋"]
    matched = keeper.post(f"/join-requests/{asked['id']}/match", {"resident_id": str(known.id)}).json
    assert (matched["state"], matched["address"]) == ("matched", "")
    with reading() as session:
        message = session.scalars(select(PersonalMessage)).one()
        assert session.scalars(select(Contact)).all() == []
    assert message.address == "+8613800138000"
    assert client.post(message.page).status_code == 200
    with reading() as session:
        assert session.get_one(Contact, (known.id, "sms")).state == "confirmed"


def test_who_is_not_in_the_register_is_refused_and_the_address_forgotten(client: FlaskClient, keeper: Office) -> None:
    client.post(PATH, data={**FILLED, "door": "301"})
    path = f"/join-requests/{_only(keeper)['id']}"
    assert keeper.post(f"{path}/refusal").json["state"] == "refused"
    with reading() as session:
        kept = session.scalars(select(JoinRequest)).one()
    assert (kept.address, kept.door) == ("", None)
    assert keeper.post(f"{path}/refusal").json["code"] == "join_request_decided"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"contact": "nobody"}, "contact"),
        ({"contact": "a@example.com\r\nBcc: b@example.com"}, "contact"),
        ({"name": ""}, "name"),
        ({"building": "\u200b"}, "building"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_nothing_is_kept(
    client: FlaskClient, change: dict[str, str], field: str
) -> None:
    answer = client.post(PATH, data=FILLED | change)
    assert answer.status_code == 422
    assert re.search(f'id="fault-{field}"', answer.text)
    with reading() as session:
        assert session.scalars(select(JoinRequest)).all() == []


def test_programs_and_floods_are_turned_away(client: FlaskClient) -> None:
    assert client.post(PATH, data=FILLED | {"website": "x"}).status_code == 422
    answers = [client.post(PATH, data=FILLED).status_code for _ in range(21)]
    assert answers == [303] * 20 + [429]


def test_another_areas_requests_are_out_of_reach(client: FlaskClient, keeper: Office) -> None:
    client.post(PATH, data=FILLED)
    path = f"/join-requests/{_only(keeper)['id']}"
    elsewhere = resident(OTHER_COMMUNITY)
    wrong = keeper.post(f"{path}/match", {"resident_id": str(elsewhere.id)})
    assert (wrong.status_code, wrong.json["code"]) == (422, "resident_elsewhere")
    assert keeper.get(path, area=FOREIGN_DISTRICT).status_code == 404
    assert keeper.post(f"{path}/refusal", area=FOREIGN_DISTRICT).status_code == 404
    assert keeper.get("/join-requests", area=FOREIGN_DISTRICT).json["items"] == []
    assert keeper.post(f"{path}/refusal", scopes=("notices:read", "notices:residents:read")).status_code == 403
