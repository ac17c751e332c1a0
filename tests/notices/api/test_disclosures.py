"""The calendar of disclosure over the API: what is owed, by what it is settled, and who is told when it is not."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from services.notices.store.database import unit_of_work
from services.notices.store.tables import DisclosureDuty
from services.notices.workflows.disclosure_chores import remind_of_disclosures, tell_overdue_disclosures
from services.notices.workflows.disclosures import open_disclosures
from shared import clock
from shared.auth.actor import Actor
from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.clock import at
from tests.notices.conftest import SUBDISTRICT, draft, published, sample, step
from tests.office import Office

SUPERVISE = ("notices:supervise",)
LOCAL = {
    "area": SUBDISTRICT, "matter": "working_funds", "since": "2026-01-01", "name": "办公经费收支", "name_en": "Funds",
    "item": "funds", "every": "month", "days": 5, "basis": "街道办〔2026〕3号",
}  # fmt: skip
OCCASION = {"area": COMMUNITY, "matter": "donations_received", "on": "2026-11-20", "what": "某公司捐赠轮椅20辆"}


@pytest.fixture
def calendar(publisher: Publisher) -> Publisher:
    """As it is late in the month, when the month before is settled: one period of each matter, whatever today is."""
    with at(clock.now().replace(day=28)):
        assert open_disclosures() == 2
    return publisher


def owed(office: Office, **query: Any) -> list[dict[str, Any]]:
    answer = office.get("/disclosure-duties", query_string={"area": COMMUNITY, "limit": 200, **query})
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def moved(office: Office, matter: str = "working_funds", *, days: int) -> dict[str, Any]:
    """The disclosure with its last day so many days from now."""
    (found,) = owed(office, matter=matter)
    due_on = clock.today() + timedelta(days=days)
    days_of = {"due_on": due_on, "opens_on": due_on - timedelta(days=14)}
    with unit_of_work(Actor.system("notices")) as uow:
        uow.session.execute(update(DisclosureDuty).where(DisclosureDuty.id == UUID(found["id"])).values(**days_of))
    return owed(office, matter=matter)[0]


def test_every_route_asks_for_token_scope_and_area(office: Office, calendar: Publisher) -> None:
    one = f"/disclosure-duties/{owed(office)[0]['id']}"
    assert_guarded(
        office,
        [
            ("GET", f"/disclosure-matters?area={COMMUNITY}", None),
            ("POST", "/disclosure-matters", LOCAL),
            ("GET", "/disclosure-duties", None),
            ("POST", "/disclosure-duties", OCCASION),
            ("GET", one, None),
            ("POST", f"{one}/notice", {"notice_id": NOBODY}),
            ("GET", "/disclosure-overview", None),
            ("GET", "/disclosure-overview.csv", None),
        ],
    )
    assert_hidden_from_others(
        office,
        [
            ("GET", f"/disclosure-matters?area={COMMUNITY}", None),
            ("POST", "/disclosure-matters", LOCAL),
            ("POST", "/disclosure-duties", OCCASION),
            ("GET", one, None),
            ("POST", f"{one}/notice", {"notice_id": NOBODY}),
        ],
    )
    assert office.get("/disclosure-duties", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.get("/disclosure-overview", area=FOREIGN_DISTRICT).json["items"] == []


def test_each_community_s_calendar_is_opened_once_a_day(office: Office, publisher: Publisher) -> None:
    assert open_disclosures() == 2
    before = owed(office)
    assert {"working_funds", "low_income_aid", "yearly_audit"} <= {each["matter"] for each in before}
    assert not {each["matter"] for each in before} & {"donations_received", "meeting_decisions"}
    assert open_disclosures() == 0
    assert len(owed(office)) == len(before)


def test_what_should_have_been_disclosed_while_no_worker_ran_is_late(office: Office, publisher: Publisher) -> None:
    with at(datetime(2026, 5, 4, 2, tzinfo=UTC)):
        open_disclosures()
    with at(datetime(2026, 11, 30, 2, tzinfo=UTC)):
        open_disclosures()
    periods = {each["period"] for each in owed(office, matter="working_funds")}
    assert periods == {"2026Q2", "2026Q3", "2026Q4"}


def test_a_published_notice_settles_what_it_was_written_for(office: Office, calendar: Publisher) -> None:
    duty = moved(office, days=3)
    assert duty["state"] == "due"
    notice = draft(office)
    answer = office.post(f"/disclosure-duties/{duty['id']}/notice", {"notice_id": notice["id"]})
    assert answer.json["posted_on"] is None
    step(office, notice, "approve")
    step(office, notice, "publish")
    settled = office.get(f"/disclosure-duties/{duty['id']}").json
    today = clock.today()
    assert (settled["state"], settled["posted_on"]) == ("posted", today.isoformat())
    assert settled["display_until"] == (today + timedelta(days=15)).isoformat()
    again = office.post(f"/disclosure-duties/{duty['id']}/notice", {"notice_id": notice["id"]})
    assert (again.status_code, again.json["code"]) == (409, "disclosed_already")


def test_a_notice_that_hangs_already_settles_at_once_and_says_how_late(office: Office, calendar: Publisher) -> None:
    duty = moved(office, days=-4)
    assert (duty["state"], duty["days_late"]) == ("late", 4)
    notice = published(office)
    settled = office.post(f"/disclosure-duties/{duty['id']}/notice", {"notice_id": notice["id"]}).json
    assert (settled["state"], settled["days_late"]) == ("posted", 4)


def test_only_the_community_s_own_disclosure_settles_it(office: Office, calendar: Publisher) -> None:
    duty = owed(office, matter="working_funds")[0]
    for wrong in (draft(office, kind="news", item=None), draft(office, area=OTHER_COMMUNITY)):
        answer = office.post(f"/disclosure-duties/{duty['id']}/notice", {"notice_id": wrong["id"]})
        assert answer.status_code == 409, answer.json


def test_an_occasion_is_due_days_after_it(office: Office, calendar: Publisher) -> None:
    made = office.post("/disclosure-duties", OCCASION)
    assert (made.status_code, made.json["due_on"], made.json["period"]) == (201, "2026-11-27", "2026-11-20")
    assert office.post("/disclosure-duties", OCCASION).status_code == 409
    wrong = office.post("/disclosure-duties", {**OCCASION, "matter": "working_funds"})
    assert (wrong.status_code, wrong.json["fields"][0]["code"]) == (422, "no_occasion")


def test_a_place_s_own_rule_holds_below_it_for_periods_that_begin_later(office: Office, publisher: Publisher) -> None:
    made = office.post("/disclosure-matters", LOCAL, scopes=SUPERVISE)
    assert made.status_code == 201, made.json
    shown = office.get("/disclosure-matters", query_string={"area": COMMUNITY}).json["items"]
    (funds,) = [each for each in shown if each["code"] == "working_funds"]
    assert (funds["every"], funds["basis"]) == ("month", LOCAL["basis"])
    open_disclosures()
    assert clock.today().strftime("%Y-%m") in {each["period"] for each in owed(office, matter="working_funds")}
    short = office.post("/disclosure-matters", {**LOCAL, "since": "2026-02-01", "display_days": 10}, scopes=SUPERVISE)
    assert (short.status_code, short.json["fields"][0]["code"]) == (422, "display_too_short")


@pytest.mark.parametrize("changes", [{"matter": "坏"}, {"item": "gossip"}, {"days": -1}, {"every": "hour"}])
def test_a_rule_that_makes_no_sense_is_refused(office: Office, publisher: Publisher, changes: dict[str, Any]) -> None:
    answer = office.post("/disclosure-matters", LOCAL | changes, scopes=SUPERVISE)
    assert (answer.status_code, answer.json["fields"][0]["field"]) == (422, next(iter(changes)))


def test_what_is_due_soon_and_what_is_late_is_told_of_once(office: Office, calendar: Publisher) -> None:
    moved(office, days=2)
    moved(office, "low_income_aid", days=-2)
    assert (remind_of_disclosures() > 0, remind_of_disclosures()) == (True, 0)
    assert (tell_overdue_disclosures() > 0, tell_overdue_disclosures()) == (True, 0)
    told = {(each["type"], each["data"].get("matter")): each["data"] for each in calendar.told()}
    assert ("notices.disclosure_due.v1", "working_funds") in told
    overdue = told["notices.disclosure_overdue.v1", "low_income_aid"]
    assert (overdue["days_late"], overdue["item"]) == (2, "funds")


def test_the_overview_shows_red_where_something_is_late(office: Office, calendar: Publisher) -> None:
    moved(office, "low_income_aid", days=-2)
    rows = {each["area"]: each for each in office.get("/disclosure-overview").json["items"]}
    assert (rows[COMMUNITY]["late"], rows[COMMUNITY]["lights"]["low_income_aid"]) == (1, "red")
    assert rows[COMMUNITY]["items"]["funds"] == "red"
    assert rows[OTHER_COMMUNITY]["late"] == 0
    page = office.get("/disclosure-overview", query_string={"limit": 1}).json
    following = office.get("/disclosure-overview", query_string={"limit": 1, "cursor": page["next"]}).json
    assert [page["items"][0]["area"], following["items"][0]["area"]] == [COMMUNITY, OTHER_COMMUNITY]


def test_the_year_is_a_file_with_a_row_for_each_disclosure(office: Office, calendar: Publisher) -> None:
    moved(office, "low_income_aid", days=-2)
    year = (clock.today() - timedelta(days=2)).year
    table = office.get(f"/disclosure-overview.csv?year={year}").get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["状态"] for row in rows if row["社区"] == "步埠社区" and row["公开的事项"].startswith("低保")] == [
        "逾期"
    ]
    book = load_workbook(io.BytesIO(office.get(f"/disclosure-overview.xlsx?year={year}").get_data()))
    assert len(list(book.active.values)) == len(rows) + 1


def audit(publisher: Publisher, **changes: Any) -> Any:
    data, subject = sample("training.audit_published.v1")
    return publisher.tell("training.audit_published.v1", {**data, **changes}, subject=subject)


def audited(office: Office, year: int) -> dict[str, Any]:
    (duty,) = [each for each in owed(office, matter="yearly_audit") if each["period"] == str(year)]
    return duty


def test_an_audit_s_notice_is_its_disclosure(office: Office, calendar: Publisher) -> None:
    year = clock.today().year
    audit(calendar, kind="yearly", year=year, director=None)
    duty = audited(office, year)
    assert duty["state"] == "posted"
    (notice,) = office.get("/notices").json["items"]
    assert duty["notice_id"] == notice["id"]


def test_an_audit_told_twice_settles_once_and_before_the_calendar_was_opened(
    office: Office, publisher: Publisher
) -> None:
    year = clock.today().year
    batch = audit(publisher, kind="yearly", year=year, director=None)
    assert publisher.deliver(batch) == 0
    open_disclosures()
    assert audited(office, year)["state"] == "posted"


def test_a_meeting_that_was_called_owes_its_decisions_and_their_notice_settles_it(
    office: Office, calendar: Publisher
) -> None:
    called, subject = sample("elections.meeting_called.v1")
    decided, _ = sample("elections.meeting_decided.v1")
    decided["meeting_id"] = called["meeting_id"]
    calendar.tell("elections.meeting_called.v1", called, subject=subject)
    (duty,) = owed(office, matter="meeting_decisions")
    held_on = clock.civil_date(called["held_at"])
    assert date.fromisoformat(duty["due_on"]) == held_on + timedelta(days=5)
    assert (duty["about"], duty["posted_on"]) == (called["title"], None)
    calendar.tell("elections.meeting_decided.v1", decided, subject=subject)
    (duty,) = owed(office, matter="meeting_decisions")
    assert duty["state"] == "posted"


def test_decisions_that_come_before_the_call_are_a_disclosure_of_their_own(office: Office, calendar: Publisher) -> None:
    called, subject = sample("elections.meeting_called.v1")
    decided, _ = sample("elections.meeting_decided.v1")
    decided["meeting_id"] = called["meeting_id"]
    calendar.tell("elections.meeting_decided.v1", decided, subject=subject)
    calendar.tell("elections.meeting_called.v1", called, subject=subject)
    (duty,) = owed(office, matter="meeting_decisions")
    assert duty["state"] == "posted"
