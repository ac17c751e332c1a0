"""Promises: said in public, kept or not, and told of when their day has passed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from services.notices.store.database import unit_of_work
from services.notices.store.tables import Promise
from services.notices.workflows.promises import tell_missed_promises
from shared import clock
from shared.auth.actor import Actor
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office

SCOPES = ("notices:answer", "notices:read")


def promised(office: Office, *, days: int = 10, **changes: Any) -> dict[str, Any]:
    today = clock.today()
    body = {"area": COMMUNITY, "text": "修好楼道灯", "promised_by": "主任", "promised_on": str(today), **changes}
    answer = office.post("/promises", {"due_on": str(today + timedelta(days=days)), **body}, scopes=SCOPES)
    assert answer.status_code == 201, answer.json
    return answer.json


def settled(office: Office, made: dict[str, Any], *, kept: bool = True, evidence: str = "已换新灯") -> Any:
    return office.post(f"/promises/{made['id']}/settlement", {"kept": kept, "evidence": evidence}, scopes=SCOPES)


def due(made: dict[str, Any], days_ago: int) -> None:
    with unit_of_work(Actor.system("notices")) as uow:
        day = clock.today() - timedelta(days=days_ago)
        uow.session.execute(update(Promise).where(Promise.id == made["id"]).values(due_on=day))


def test_every_route_asks_for_token_scope_and_area(office: Office, publisher: Publisher) -> None:
    made = promised(office)
    own = [
        ("GET", f"/promises/{made['id']}", None),
        ("POST", f"/promises/{made['id']}/settlement", {"kept": True, "evidence": "照片"}),
    ]
    for method, path, body in [*own, ("GET", "/promises", None), ("POST", "/promises", {})]:
        assert office.client.open("/api/v1" + path, method=method, json=body).status_code == 401
        assert office.call(method, path, json=body, scopes=("elections:read",)).status_code == 403
    for method, path, body in own:
        assert office.call(method, path, json=body, scopes=SCOPES, area=FOREIGN_DISTRICT).status_code == 404
    assert office.get("/promises", area=FOREIGN_DISTRICT).json["items"] == []


def test_a_promise_is_settled_once(office: Office, publisher: Publisher) -> None:
    made = promised(office)
    assert settled(office, made).json["state"] == "kept"
    assert settled(office, made, kept=False).json["code"] == "promise_settled"


@pytest.mark.parametrize(("promised_in", "due_in", "code"), [(1, 5, "day_ahead"), (0, -1, "day_before")])
def test_days_that_cannot_be_are_named(
    office: Office, publisher: Publisher, promised_in: int, due_in: int, code: str
) -> None:
    today = clock.today()
    days = {"promised_on": str(today + timedelta(days=promised_in)), "due_on": str(today + timedelta(days=due_in))}
    body = {"area": COMMUNITY, "text": "修灯", "promised_by": "主任", **days}
    answer = office.post("/promises", body, scopes=SCOPES)
    assert [fault["code"] for fault in answer.json["fields"]] == [code]


def test_a_day_that_passed_is_told_once(office: Office, publisher: Publisher) -> None:
    made = promised(office)
    assert tell_missed_promises() == 0
    due(made, 1)
    assert [tell_missed_promises(), tell_missed_promises()] == [1, 0]
    (told,) = publisher.told()
    assert (told["type"], told["data"]["promised_by"]) == ("notices.promise_missed.v1", "主任")
    assert office.get(f"/promises/{made['id']}").json["overdue"]


def test_the_page_says_what_was_kept_in_either_language(office: Office, publisher: Publisher) -> None:
    settled(office, promised(office, text="通下水道"))
    settled(office, promised(office, text="加装电梯"), kept=False, evidence="业主没有达成一致")
    due(promised(office, text="装路灯", text_en="Street lamps"), 3)
    promised(office, text="种树")
    page = office.client.get(f"/boards/{COMMUNITY}/promises").get_data(as_text=True)
    for words in ("33%", "通下水道", "业主没有达成一致", "已逾期", "种树"):
        assert words in page
    page = office.client.get(f"/boards/{COMMUNITY}/promises?lang=en").get_data(as_text=True)
    for words in ("33% of the promises", "Street lamps", "overdue"):
        assert words in page
