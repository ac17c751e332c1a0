"""Notices that follow from events: worded, published, told of; once each."""

from __future__ import annotations

import pytest

from services.notices.store.database import database
from services.notices.store.wordings import all_wordings
from shared.contracts.routing import ROUTES
from shared.events import operations
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import sample
from tests.office import Office

NOT_WORDED = {"elections.area_registered.v1", "elections.notice_requested.v1", "training.notice_requested.v1"}
MADE_FROM = [kind for kind, names in ROUTES.items() if "notices" in names and kind not in NOT_WORDED]


@pytest.mark.parametrize("event_type", MADE_FROM)
def test_each_such_event_becomes_one_published_notice_in_both_languages(
    office: Office, publisher: Publisher, event_type: str
) -> None:
    data, subject = sample(event_type)
    batch = publisher.tell(event_type, data, subject=subject)
    (notice,) = office.get(f"/notices?area={COMMUNITY}").json["items"]
    assert notice["state"] == "published"
    assert notice["title_en"]
    assert notice["body_en"]
    assert notice["origin_type"] == event_type
    told = publisher.told()[-1]
    assert told["type"] == "notices.notice_published.v1"
    assert told["data"]["origin"]["event_id"] == str(batch.events[0].id)


@pytest.mark.parametrize("event_type", MADE_FROM)
def test_the_same_event_twice_hangs_one_notice(office: Office, publisher: Publisher, event_type: str) -> None:
    data, subject = sample(event_type)
    batch = publisher.tell(event_type, data, subject=subject)
    assert publisher.deliver(batch) == 0
    assert len(office.get("/notices").json["items"]) == 1


def test_a_result_that_comes_before_its_announcement_hangs_all_the_same(office: Office, publisher: Publisher) -> None:
    for event_type in reversed(MADE_FROM):
        data, subject = sample(event_type)
        publisher.tell(event_type, data, subject=subject)
    assert len(office.get("/notices").json["items"]) == len(MADE_FROM)
    assert operations.status(database)["dead_letters"] == 0


def test_the_result_names_those_elected_with_votes_and_the_ground_but_no_birth_date(
    office: Office, publisher: Publisher
) -> None:
    data, subject = sample("elections.result_certified.v1")
    publisher.tell("elections.result_certified.v1", data, subject=subject)
    (notice,) = office.get("/notices").json["items"]
    elected = [each for contest in data["contests"] for each in contest["candidates"] if each["elected"]]
    assert elected
    for each in elected:
        assert f"{each['name']}（{each['votes']}票）" in notice["body"]
        assert str(each["birth_date"].year) not in notice["body"].replace(f"{data['polling_day'].year}", "")
    assert data["turnout"]["inequality"] in notice["body"]


def test_the_roll_s_notice_tells_until_when_to_object(office: Office, publisher: Publisher) -> None:
    data, subject = sample("elections.roll_published.v1")
    publisher.tell("elections.roll_published.v1", data, subject=subject)
    (notice,) = office.get("/notices").json["items"]
    until = data["objections_until"]
    assert f"{until.year}年{until.month}月{until.day}日" in notice["body"]


def test_a_name_with_signs_of_markdown_stays_as_it_is(office: Office, publisher: Publisher) -> None:
    data, subject = sample("elections.candidates_published.v1")
    data["contests"][0]["candidates"][0]["name"] = "张*三*<b>"
    publisher.tell("elections.candidates_published.v1", data, subject=subject)
    page = office.client.get(f"/boards/{COMMUNITY}").get_data(as_text=True)
    assert "张*三*&lt;b&gt;" in page


def test_every_event_that_makes_a_notice_has_a_wording_and_every_wording_an_event() -> None:
    assert {wording.event_type for wording in all_wordings()} == set(MADE_FROM)
