"""A whole election through the API, as an office goes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from services.elections.store.database import database
from shared.auth.actor import Actor
from shared.database.tables import jobs
from shared.jobs.states import JobState
from tests.elections.conftest import Office, events, run_jobs, type_sheets


def test_an_election_goes_from_draft_to_certified_and_tells_of_each_publication(
    office: Office, closed_election: dict[str, Any]
) -> None:
    number = closed_election["id"]
    type_sheets(office, number)
    assert office.step(number, "count").json["state"] == "counting"
    assert [job["state"] for job in run_jobs()] == ["done"]
    certified = office.step(number, "certify", subject="certifier")
    assert certified.status_code == 200, certified.json
    assert certified.json["state"] == "certified"
    result = office.get(f"/elections/{number}/result").json
    assert result["valid"] is True
    assert result["turnout"] == {"holds": True, "inequality": "2×8 > 10", "clause": "Art 19"}
    elected = [each["name"] for contest in result["contests"] for each in contest["candidates"] if each["elected"]]
    assert elected == ["主任1", "副主任1", "委员1", "委员2", "委员3"]
    assert [event["type"] for event in events()] == [
        "elections.area_registered.v1",
        "elections.committee_formed.v1",
        "elections.election_announced.v1",
        "elections.roll_published.v1",
        "elections.candidates_published.v1",
        "elections.polls_opened.v1",
        "elections.result_certified.v1",
    ]


def test_the_event_of_the_result_has_birth_dates_of_those_elected_only(
    office: Office, closed_election: dict[str, Any]
) -> None:
    number = closed_election["id"]
    type_sheets(office, number)
    office.step(number, "count")
    run_jobs()
    office.step(number, "certify", subject="certifier")
    contests = events()[-1]["data"]["contests"]
    with_dates = [each["name"] for contest in contests for each in contest["candidates"] if "birth_date" in each]
    assert with_dates == ["主任1", "副主任1", "委员1", "委员2", "委员3"]


def test_the_public_page_shows_figures_only_after_certification(
    office: Office, closed_election: dict[str, Any]
) -> None:
    number = closed_election["id"]
    type_sheets(office, number)
    office.step(number, "count")
    run_jobs()
    before = office.client.get(f"/elections/{number}").get_data(as_text=True)
    assert "选举有效" not in before
    assert "<svg" not in before
    office.step(number, "certify", subject="certifier")
    after = office.client.get(f"/elections/{number}").get_data(as_text=True)
    assert "选举有效" in after
    assert after.count("<svg") == 3
    assert "2×8 &gt; 10" in after


def test_a_count_whose_work_was_given_up_is_started_again_and_comes_to_its_result(
    office: Office, closed_election: dict[str, Any]
) -> None:
    number = closed_election["id"]
    type_sheets(office, number)
    office.step(number, "count")
    with database.unit_of_work(Actor.system("test")) as uow:
        uow.session.execute(update(jobs).values(state=JobState.FAILED))
    assert office.step(number, "count").json["state"] == "counting"
    assert [job["state"] for job in run_jobs()] == ["done"]
    assert office.get(f"/elections/{number}").json["state"] == "counted"
    assert office.step(number, "count").status_code == 409
