"""A community's disclosures as residents see them, and the form by which they complain."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import update

from services.notices.store.database import unit_of_work
from services.notices.store.tables import DisclosureDuty
from services.notices.workflows.disclosures import open_disclosures
from shared import clock
from shared.auth.actor import Actor
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import published
from tests.office import Office

PAGE = f"/boards/{COMMUNITY}/disclosures"
FORM = f"{PAGE}/complaint"


@pytest.fixture(autouse=True)
def calendar(publisher: Publisher) -> None:
    open_disclosures()


def page(office: Office, path: str = PAGE, **options: object) -> str:
    return office.client.get(path, **options).get_data(as_text=True)


def late(days: int, matter: str = "working_funds") -> None:
    due_on = clock.today() - timedelta(days=days)
    values = {"due_on": due_on, "opens_on": due_on - timedelta(days=14)}
    with unit_of_work(Actor.system("notices")) as uow:
        uow.session.execute(update(DisclosureDuty).where(DisclosureDuty.matter == matter).values(**values))


def test_what_is_late_stands_first_with_how_many_days(office: Office) -> None:
    late(4)
    shown = page(office)
    assert "逾期4天" in shown
    assert shown.index("逾期 ·") < shown.index("未到期 ·")
    assert "4 days late" in page(office, headers={"Accept-Language": "en"})
    assert "Working funds" in page(office, headers={"Accept-Language": "en"})


def test_what_is_published_links_to_its_notice(office: Office) -> None:
    late(4)
    notice = published(office)
    duty = office.get("/disclosure-duties", query_string={"matter": "working_funds", "area": COMMUNITY}).json["items"][
        0
    ]
    office.post(f"/disclosure-duties/{duty['id']}/notice", {"notice_id": notice["id"]})
    assert f"/notices/{notice['id']}" in page(office)
    assert "晚了4天" in page(office)


def test_the_calendar_has_every_day_by_which_something_is_due(office: Office) -> None:
    found = Calendar.from_ical(office.client.get(f"{PAGE}.ics").get_data())
    events = found.walk("VEVENT")
    assert len(events) >= 10
    assert all(event["UID"] and event["DTSTART"] for event in events)


def test_an_english_reader_subscribes_to_an_english_calendar(office: Office) -> None:
    """A calendar program asks without cookies: its address tells the language."""
    assert f'href="{PAGE}.ics?lang=en"' in page(office, headers={"Accept-Language": "en"})
    assert f'href="{PAGE}.ics"' in page(office)
    names = [event["SUMMARY"] for event in Calendar.from_ical(page(office, f"{PAGE}.ics?lang=en")).walk("VEVENT")]
    assert any(name.startswith("Working funds") for name in names)
    assert not re.search("[\u4e00-\u9fff（）]", "".join(names))


def test_a_complaint_ends_at_a_receipt_that_shows_its_state(office: Office) -> None:
    assert 'name="text"' in page(office, FORM)
    sent = office.client.post(FORM, data={"kind": "untrue", "text": "收支数字对不上"})
    assert sent.status_code == 303
    shown = office.client.get(sent.location)
    assert "待核实" in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "数字对不上" not in page(office)


@pytest.mark.parametrize(
    "form", [{"kind": "untrue"}, {"kind": "x", "text": "文"}, {"kind": "untrue", "text": "长" * 2001}]
)
def test_a_form_with_faults_comes_back_with_what_was_typed(office: Office, form: dict[str, str]) -> None:
    answer = office.client.post(FORM, data=form)
    assert answer.status_code == 422
    assert "还没有提交" in answer.get_data(as_text=True)


def test_an_outcome_is_public(office: Office) -> None:
    office.client.post(FORM, data={"kind": "untrue", "text": "收支数字对不上"})
    scopes = ("notices:supervise", "notices:complaints:read")
    (found,) = office.get("/disclosure-complaints", scopes=scopes).json["items"]
    office.post(f"/disclosure-complaints/{found['id']}/investigation", scopes=scopes)
    decision = {"upheld": False, "outcome": "经核对，数字无误。"}
    office.post(f"/disclosure-complaints/{found['id']}/decision", decision, scopes=scopes)
    assert "经核对，数字无误。" in page(office)


def test_pages_of_an_unknown_community_are_not_found(office: Office) -> None:
    for path in ("/boards/999999999999/disclosures", "/boards/999999999999/disclosures.ics"):
        assert office.client.get(path).status_code == 404
    assert office.client.post("/boards/999999999999/disclosures/complaint", data={"text": "x"}).status_code == 404
