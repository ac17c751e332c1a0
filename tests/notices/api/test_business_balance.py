"""Whose business notices tell of (R69): said by whoever writes, else by the kind; counted by month and community."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from services.notices.store.database import unit_of_work
from services.notices.store.tables import Notice
from shared import clock
from shared.clock import CIVIL_ZONE
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import draft, published, sample
from tests.notices.residents import SYSTEM
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

PATH = "/business-balance"


@pytest.mark.parametrize(
    ("kind", "business"),
    [("announcement", "government"), ("emergency", "government"), ("news", "self_government"),
     ("disclosure", "self_government"), ("activity", "self_government")],
)  # fmt: skip
def test_without_a_word_the_kind_says_whose_business_it_is(office: Office, kind: str, business: str) -> None:
    made = draft(office, kind=kind)
    assert made["business"] is None
    assert published(office, kind=kind)["business"] == business


def test_whoever_writes_it_says_whose_business_it_is(office: Office) -> None:
    made = published(office, kind="announcement", business="self_government")
    assert made["business"] == "self_government"
    assert "居民自治事项" in office.client.get(f"/notices/{made['id']}").text
    found = office.get("/notices", query_string={"business": "self_government"}).json["items"]
    assert [each["id"] for each in found] == [made["id"]]


def test_a_notice_of_an_election_is_the_residents_own_business(office: Office, publisher: Publisher) -> None:
    data, subject = sample("elections.result_certified.v1")
    publisher.tell("elections.result_certified.v1", data, subject=subject)
    assert office.get("/notices").json["items"][0]["business"] == "self_government"


def test_notices_are_counted_by_month_and_community(office: Office) -> None:
    published(office, kind="news")
    published(office, kind="announcement")
    published(office, kind="announcement", area=OTHER_COMMUNITY)
    earlier = published(office, kind="emergency")
    draft(office, kind="news")
    month = clock.today().replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    with unit_of_work(SYSTEM) as uow:
        row = uow.session.get_one(Notice, earlier["id"])
        row.published_at = datetime.combine(month, datetime.min.time(), CIVIL_ZONE) - timedelta(minutes=1)
    told = office.get(PATH, query_string={"area": DISTRICT}).json
    assert (told["self_government"], told["government"], told["percent"]) == (1, 3, 25)
    assert [(each["month"], each["area"], each["percent"]) for each in told["items"]] == [
        (month.isoformat(), COMMUNITY, 50),
        (month.isoformat(), OTHER_COMMUNITY, 0),
        (before.isoformat(), COMMUNITY, 0),
    ]
    only = office.get(PATH, query_string={"area": COMMUNITY, "first": month.isoformat()}).json
    assert (only["self_government"], only["government"]) == (1, 1)


def test_where_nothing_was_published_there_is_no_share(office: Office) -> None:
    query = {"area": COMMUNITY, "first": "2001-01-01", "last": "2001-02-01"}
    told = office.get(PATH, query_string=query).json
    assert told == {"self_government": 0, "government": 0, "percent": None, "items": []}


def test_residents_see_the_share_on_the_page_of_figures(office: Office) -> None:
    published(office, kind="news", happened_at=(clock.now() - timedelta(hours=3)).isoformat())
    published(office, kind="announcement")
    page = office.client.get(f"/boards/{COMMUNITY}/figures").text
    assert "50%（自治1条，政府1条）" in page
    assert "3.0小时（1条）" in page


def test_another_districts_balance_is_not_found(office: Office) -> None:
    assert office.get(PATH, query_string={"area": COMMUNITY}, area=FOREIGN_DISTRICT).status_code == 404
    assert office.get(PATH, query_string={"area": COMMUNITY}, scopes=("training:read",)).status_code == 403
    assert office.get(PATH, query_string={"area": "x"}).status_code == 422
