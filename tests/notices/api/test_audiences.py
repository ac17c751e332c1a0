"""The preview of an audience over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from services.notices.domain.delivery.channels import Channel
from shared.clock import CIVIL_ZONE
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.residents import resident
from tests.office import Office

PREVIEW = "/audiences/preview"
MAY_LOOK = ("notices:read", "notices:residents:read")


@pytest.fixture
def community(publisher: Publisher) -> None:
    for place in range(24):
        kinds = ["women"] if place < 12 else []
        contacts = {Channel.EMAIL: f"r{place}@example.com"} if place < 20 else {}
        resident(kinds=[*kinds, "veteran"] if place == 0 else kinds, contacts=contacts)


def _counts(answer: Any, part: str) -> dict[str, int | None]:
    return {each["code"]: each["count"] for each in answer.json[part]}


@pytest.mark.usefixtures("community")
def test_the_preview_tells_how_many_are_meant_and_can_be_reached(office: Office) -> None:
    answer = office.post(PREVIEW, {"area": COMMUNITY}, scopes=MAY_LOOK)
    assert answer.status_code == 200
    assert answer.json["residents"] == {"count": 24, "text": "24人"}
    channels = _counts(answer, "by_channel")
    assert (channels["inbox"], channels["email"], channels["sms"]) == (24, None, None)  # 4 without would be known
    kinds = _counts(answer, "by_kind")
    assert (kinds["women"], kinds["veteran"]) == (12, None)


@pytest.mark.usefixtures("community")
def test_a_small_audience_is_fewer_than_ten_and_no_figure(office: Office) -> None:
    for rule in ({"kind": "veteran"}, {"building": "9栋"}):
        answer = office.post(PREVIEW, {"area": COMMUNITY, "audience": rule}, scopes=MAY_LOOK)
        assert answer.json["residents"]["count"] is None
        assert {each["count"] for each in answer.json["by_channel"] + answer.json["by_kind"]} == {None}


@pytest.mark.usefixtures("community")
def test_who_may_not_read_the_register_gets_full_tens(office: Office) -> None:
    answer = office.post(PREVIEW, {"area": COMMUNITY}, headers={"Accept-Language": "en"})
    assert answer.json["residents"] == {"count": 20, "text": "more than 20"}


def test_the_preview_tells_from_when_residents_would_be_told(office: Office, publisher: Publisher) -> None:
    for place in range(36):
        resident(best_time=("any", "evening", "weekend")[place % 3])
    times = {each["code"]: each for each in office.post(PREVIEW, {"area": COMMUNITY}, scopes=MAY_LOOK).json["by_time"]}
    assert {code: each["count"] for code, each in times.items()} == {"any": 12, "evening": 12, "weekend": 12}
    assert datetime.fromisoformat(times["evening"]["told_from"]).astimezone(CIVIL_ZONE).hour >= 18
    at_once = office.post(PREVIEW, {"area": COMMUNITY, "lane": "emergency"}, scopes=MAY_LOOK).json["by_time"]
    assert len({each["told_from"] for each in at_once}) == 1


@pytest.mark.usefixtures("community")
def test_a_wrong_rule_is_refused_with_the_place_of_the_fault(office: Office) -> None:
    answer = office.post(PREVIEW, {"area": COMMUNITY, "audience": {"kind": ["giants"]}})
    assert (answer.status_code, answer.json["code"]) == (422, "audience_invalid")
    assert answer.json["fields"][0]["field"] == "audience.kind.0"


@pytest.mark.usefixtures("publisher")
def test_another_areas_residents_are_not_counted(office: Office) -> None:
    assert office.post(PREVIEW, {"area": COMMUNITY}, area=FOREIGN_DISTRICT).status_code == 404
    assert office.post(PREVIEW, {"area": COMMUNITY}, scopes=("training:read",)).status_code == 403
