"""Notices that another service asks for by an event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from marshmallow import ValidationError

from services.notices.store.database import database
from services.notices.workflows.schedule import publish_due
from shared import clock
from shared.contracts.registry import dump_event_data
from shared.events import operations
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.clock import at
from tests.notices.conftest import sample, step
from tests.office import Office

ASKED = {"kind": "activity", "title": "义诊", "body": "周六**上午**义诊。", "requested_by": "service:training"}
SUBJECT = "sessions/01930a2c-0000-7000-8000-00000000a001"


def ask(publisher: Publisher, service: str = "training", **changes: Any) -> Any:
    return publisher.tell(f"{service}.notice_requested.v1", {**ASKED, **changes}, subject=SUBJECT)


def notices(office: Office) -> list[dict[str, Any]]:
    return office.get(f"/notices?area={COMMUNITY}").json["items"]


def test_a_notice_that_two_persons_stand_behind_is_published_at_once(office: Office, publisher: Publisher) -> None:
    data, subject = sample("elections.notice_requested.v1")
    publisher.tell("elections.notice_requested.v1", data, subject=subject)
    (made,) = notices(office)
    assert (made["state"], made["author"], made["approver"]) == ("published", "clerk-1", "chair-1")
    assert (made["origin_type"], made["origin_subject"]) == ("elections.notice_requested.v1", subject)
    assert made["delivery"] == {"audience": {"kind": ["elderly"]}, "channels": ["sms", "door"], "target_share": 90}
    assert publisher.told()[-1]["data"]["origin"]["subject"] == subject


@pytest.mark.parametrize("approved_by", [None, "service:training"])
def test_without_a_second_person_it_is_a_draft_to_be_approved(
    office: Office, publisher: Publisher, approved_by: str | None
) -> None:
    ask(publisher, approved_by=approved_by)
    (made,) = notices(office)
    assert (made["state"], made["author"], made["approver"]) == ("draft", "service:training", None)
    assert step(office, step(office, made, "approve").json, "publish").json["state"] == "published"


def test_an_approved_one_waits_for_its_moment(office: Office, publisher: Publisher) -> None:
    ask(publisher, approved_by="chief", publish_at=clock.now() + timedelta(hours=1))
    assert notices(office)[0]["state"] == "approved"
    with at(clock.now() + timedelta(hours=2)):
        publish_due()
    assert notices(office)[0]["state"] == "published"


def test_the_same_request_twice_is_one_notice(office: Office, publisher: Publisher) -> None:
    batch = ask(publisher, approved_by="chief")
    assert publisher.deliver(batch) == 0
    assert len(notices(office)) == 1


def test_a_request_that_comes_before_its_area_is_registered_is_kept(office: Office, publisher: Publisher) -> None:
    """Events of two services come in any order: the board shows it once the area is known."""
    area = "450403002009"
    publisher.tell("training.notice_requested.v1", ASKED | {"approved_by": "chief"}, subject=SUBJECT, area=area)
    facts = {"code": area, "name": "新社区", "level": "community"}
    publisher.tell("elections.area_registered.v1", facts, subject=f"areas/{area}", area=area)
    assert "义诊" in office.client.get(f"/boards/{area}").text


@pytest.mark.parametrize("audience", [{"star_sign": "leo"}, {}], ids=["unknown", "empty"])
def test_an_audience_that_is_no_rule_hangs_nothing_and_is_a_dead_letter(
    office: Office, publisher: Publisher, audience: dict[str, Any]
) -> None:
    ask(publisher, approved_by="chief", audience=audience)
    assert notices(office) == []
    assert operations.status(database)["dead_letters"] == 1


@pytest.mark.parametrize(
    "change",
    [{"title": "题\nBcc: x"}, {"kind": "gossip"}, {"kind": "disclosure"}, {"item": "funds"}, {"target_share": 101}],
)
def test_who_asks_wrongly_is_told_before_anything_goes_out(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        dump_event_data("training.notice_requested.v1", {**ASKED, **change})
