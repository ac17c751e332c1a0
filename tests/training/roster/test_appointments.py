"""Cadres who were not elected: registering, appointing, and the roster as it stood on any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared import clock
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, LIU, ZHANG, certify, result, roster
from tests.training.people import WORKER, appointed, cadre, standing


def test_a_community_worker_is_on_the_roster_without_an_election(office: Office, elections: Publisher) -> None:
    made = cadre(office, education="bachelor", party="activist")
    term = appointed(office, made, ends_on="2099-03-01")
    assert (term["election_id"], term["ends_on"]) == (None, "2099-03-01")
    found = standing(office)["覃小宁"]
    assert (found["posts"], found["education"], found["source"]) == (["worker"], "bachelor", "graduate")


def test_nobody_is_registered_or_appointed_twice(office: Office, elections: Publisher) -> None:
    made = cadre(office)
    assert office.post("/cadres", WORKER).json["code"] == "cadre_known"
    appointed(office, made)
    again = office.post(f"/cadres/{made['id']}/terms", {"post": "worker", "starts_on": "2025-01-01"})
    assert (again.status_code, again.json["code"]) == (409, "post_held_already")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"birth_date": "2020-01-01"}, "cadre_invalid"),
        ({"name": " \u200b"}, "cadre_invalid"),
        ({"area": DISTRICT}, "cadre_invalid"),
        ({"area": "450403002999"}, "area_invalid"),
        ({"area": "450405001001"}, "area_not_found"),
    ],
)
def test_who_cannot_be_a_cadre_is_refused(
    office: Office, elections: Publisher, change: dict[str, str], code: str
) -> None:
    assert office.post("/cadres", {**WORKER, **change}).json["code"] == code


def test_an_election_leaves_the_party_branch_and_the_workers_in_their_posts(
    office: Office, elections: Publisher
) -> None:
    secretary = cadre(office, name=ZHANG[1], birth_date=ZHANG[2].isoformat(), sex="male")
    appointed(office, secretary, "party_secretary")
    appointed(office, cadre(office))
    certify(elections, result([ZHANG, CHEN], starts_on=date(2025, 11, 1)))
    assert standing(office)["张平海"]["posts"] == ["party_secretary", "director"]
    assert standing(office)["覃小宁"]["posts"] == ["worker"]
    certify(elections, result([("director", *LIU[1:])], starts_on=date(2027, 11, 1)))
    held = {name for name, found in roster(office).items() if "party_secretary" in found["posts"]}
    assert held == {"张平海"}


def test_a_committee_that_was_appointed_before_is_relieved_by_the_first_result(
    office: Office, elections: Publisher
) -> None:
    old = cadre(office)
    appointed(office, old, "director")
    certify(elections, result([ZHANG], starts_on=date(2025, 11, 1)))
    assert roster(office)["覃小宁"]["terms"][0]["end_reason"] == "not_re_elected"


def test_an_appointment_is_ended_by_hand_and_an_elected_post_is_not(office: Office, elections: Publisher) -> None:
    term = appointed(office, cadre(office))
    certify(elections, result([ZHANG], starts_on=date(2025, 11, 1)))
    body = {"ended_on": "2026-01-31", "reason": "transferred"}
    ended = office.post(f"/terms/{term['id']}/end", body)
    assert ended.json["end_reason"] == "transferred"
    assert office.post(f"/terms/{term['id']}/end", body).json["code"] == "term_ended_already"
    elected = roster(office)["张平海"]["terms"][0]
    assert office.post(f"/terms/{elected['id']}/end", body).json["code"] == "term_is_elected"


@pytest.mark.parametrize(
    "change",
    [
        {"ended_on": "2024-02-28"},
        {"ended_on": (clock.today() + timedelta(days=2)).isoformat()},
        {"reason": "recalled"},
    ],
)
def test_an_end_that_cannot_be_is_refused(office: Office, elections: Publisher, change: dict[str, str]) -> None:
    term = appointed(office, cadre(office))
    body = {"ended_on": "2026-01-31", "reason": "resigned", **change}
    assert office.post(f"/terms/{term['id']}/end", body).status_code == 422


def test_the_roster_is_shown_as_it_stood_on_any_day(office: Office, elections: Publisher) -> None:
    made = cadre(office)
    appointed(office, made, ends_on="2025-03-01")
    path = f"/cadres/{made['id']}/profiles"
    assert office.post(path, {"since": "2024-03-01", "education": "high"}).status_code == 204
    assert office.post(path, {"since": "2025-01-01", "education": "college"}).status_code == 204
    assert standing(office, "&on=2024-12-31")["覃小宁"]["education"] == "high"
    assert standing(office, "&on=2025-01-01")["覃小宁"]["education"] == "college"
    assert standing(office, "&on=2025-02-28") != {}
    assert standing(office, "&on=2025-03-01") == standing(office, "&on=2024-02-29") == {}


def test_who_may_only_read_sees_ages_and_no_birth_dates(office: Office, elections: Publisher) -> None:
    appointed(office, cadre(office))
    assert standing(office)["覃小宁"]["birth_date"] == "1998-05-20"
    assert "birth_date" not in standing(office, scopes=("training:read",))["覃小宁"]


def test_another_area_s_cadres_are_not_there(office: Office, elections: Publisher) -> None:
    made = cadre(office)
    term = appointed(office, made)
    far = {"area": FOREIGN_DISTRICT}
    assert (
        office.post(f"/cadres/{made['id']}/terms", {"post": "worker", "starts_on": "2024-03-01"}, **far).status_code
        == 404
    )
    end = {"ended_on": "2026-01-31", "reason": "resigned"}
    assert office.post(f"/terms/{term['id']}/end", end, **far).status_code == 404
    assert office.post(f"/cadres/{made['id']}/profiles", {"since": "2024-03-01"}, **far).status_code == 404
    assert office.get(f"/roster?area={COMMUNITY}", **far).json["code"] == "area_not_found"
    assert office.get("/roster", **far).json["items"] == []
    assert office.get("/roster", area=OTHER_COMMUNITY).json["items"] == []
