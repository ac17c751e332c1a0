"""An office's figures: turnover, empty seats, cohorts, channels, succession."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shared import clock
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import ZHANG, certify, result
from tests.training.people import appointed, cadre, imported
from tests.training.pool.pools import SUBDISTRICT, readied

ROWS = (
    f"{COMMUNITY},覃小宁,女,1998-05-20,社区工作者,2024-03-01,,,大学生,本科,,",
    f"{COMMUNITY},韦建国,男,1964-05-08,党组织书记,2021-06-01,,,反聘退休,初中,,",
    f"{COMMUNITY},陆明,男,1990-02-03,社区工作者,2022-01-01,,2024-09-01,大学生,大专,,",
)
YEAR = "from=2024-01-01&to=2024-12-31"


@pytest.fixture
def staff(office: Office, elections: Publisher) -> None:
    assert imported(office, *ROWS).status_code == 201


def get(office: Office, path: str, **options: Any) -> Any:
    answer = office.get(f"/staff-figures/{path}", **options)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_turnover_tells_who_came_and_left_and_how_long_they_stay(office: Office, staff: None) -> None:
    found = get(office, f"turnover?{YEAR}")
    assert [found[name] for name in ("at_start", "joined", "left", "at_end", "permille")] == [2, 1, 1, 2, 500]
    assert found["reasons"] == {"expired": 1}
    assert [each["count"] for each in found["tenure"]] == [1, 0, 1, 0, 0]


def test_days_of_empty_seats_are_counted_by_post(office: Office, staff: None) -> None:
    path = f"/roster/establishments/{COMMUNITY}/worker"
    office.call("PUT", path, json={"seats": 2, "since": "2024-01-01"})
    assert get(office, f"turnover?{YEAR}")["empty_days"] == [
        {"area": COMMUNITY, "post": "worker", "days": 60 + 122}  # to the end of February, from September
    ]


def test_a_new_committee_brings_its_seats(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG], starts_on=date(2024, 11, 1)))
    found = get(office, f"turnover?{YEAR}")
    assert found["empty_days"] == []
    assert found["joined"] == 1


def test_cohorts_of_sources_stand_beside_each_other(office: Office, staff: None) -> None:
    body = {"competency": "digital", "assessed_on": "2024-06-01", "assessor": "街道", "evidence": "测试"}
    people = {each["name"]: each["cadre_id"] for each in office.get("/roster").json["items"]}
    office.post(f"/cadres/{people['覃小宁']}/levels", {**body, "level": 3})
    office.post(f"/cadres/{people['覃小宁']}/levels", {**body, "level": 2, "competency": "law"})
    rehired, graduates = get(office, f"cohorts?{YEAR}")["items"]
    assert (rehired["source"], rehired["median_age"], rehired["schooled"]) == ("rehired", 60, 0)
    assert (graduates["in_office"], graduates["women"], graduates["left"]) == (1, 1, 1)
    assert (graduates["mean_level"], graduates["schooled"]) == (2.5, 1)


def test_pay_is_compared_for_those_who_may_know_it(office: Office, staff: None) -> None:
    header = "区划代码,姓名,月份,实发金额,发放日期,养老,医疗,失业"
    paid = (("2024-05", "3000"), ("2024-06", "3200.01"), ("2023-06", "1"))
    rows = [f"{COMMUNITY},覃小宁,{month}-01,{yuan},2024-07-01,是,是,是" for month, yuan in paid]
    answer = office.upload("/payments/import", "\n".join([header, *rows]).encode())
    assert answer.status_code == 201, answer.json
    assert "pay_fen" not in get(office, f"cohorts?{YEAR}")["items"][0]
    may_know = ("training:read", "training:pay:read")
    rehired, graduates = get(office, f"cohorts?{YEAR}", scopes=may_know)["items"]
    assert (graduates["pay_fen"], rehired["pay_fen"]) == (310_000, None)


def test_channels_are_counted_against_what_the_office_wants(office: Office, staff: None) -> None:
    path = f"/staff-figures/channels/{DISTRICT}/2024"
    assert office.call("PUT", path, json={"targets": {"graduate": 4, "veteran": 2}}).status_code == 204
    assert office.call("PUT", path, json={"targets": {"graduate": 3}}).status_code == 204
    assert office.call("PUT", path, json={"targets": {"martian": 3}}).status_code == 422
    found = {each["source"]: each for each in get(office, f"channels?area={DISTRICT}&year=2024")["items"]}
    assert found["graduate"] == {"source": "graduate", "target": 3, "joined": 1, "young": 1}
    assert found["veteran"]["target"] == 0


def test_succession_is_red_until_somebody_is_ready(office: Office, elections: Publisher) -> None:
    facts = {"code": SUBDISTRICT, "name": "城东街道", "level": "subdistrict"}
    elections.tell("elections.area_registered.v1", facts, subject=f"areas/{SUBDISTRICT}", area=SUBDISTRICT)
    certify(elections, result([ZHANG], starts_on=date(2024, 11, 1)))
    (found,) = get(office, "succession")["items"]
    assert (found["area"], found["seats"], found["red"]) == (SUBDISTRICT, 1, True)
    who = readied(office)
    certified = ("director", who["name"], date(1999, 4, 1))
    answer = get(office, "succession")
    assert (answer["items"][0]["percent"], answer["items"][0]["red"], answer["readied"]) == (100, False, 1)
    certify(elections, result([certified], starts_on=date.fromisoformat(who["ready_on"])))
    assert (get(office, "succession")["posted"], get(office, "succession")["median_days_to_post"]) == (1, 0)


def test_who_will_be_gone_soon_is_listed_with_who_could_follow(office: Office, elections: Publisher) -> None:
    soon, later = (clock.today() + timedelta(days=days) for days in (30, 400))
    appointed(office, cadre(office), ends_on=soon.isoformat())
    guest = cadre(office, name="陆明")
    appointed(office, guest, ends_on=later.isoformat())
    sent = {"home_unit": "区民政局", "duties": "民政", "starts_on": "2025-01-01", "ends_on": later.isoformat()}
    office.post(f"/cadres/{guest['id']}/secondments", sent)
    facts = {"code": SUBDISTRICT, "name": "城东街道", "level": "subdistrict"}
    elections.tell("elections.area_registered.v1", facts, subject=f"areas/{SUBDISTRICT}", area=SUBDISTRICT)
    readied(office, post="worker")
    (found,) = get(office, "departures")["items"]
    assert (found["name"], found["on"], found["seconded"], found["ready"]) == ("覃小宁", soon.isoformat(), False, 1)
    assert [each["seconded"] for each in get(office, "departures?days=500")["items"]] == [False, True]


@pytest.mark.parametrize(
    "path",
    ["departures?", "turnover?", "turnover/communities?", "cohorts?", "channels?year=2024&", "succession?"],
)
def test_another_district_s_figures_are_not_there(office: Office, staff: None, path: str) -> None:
    answer = office.get(f"/staff-figures/{path}area={COMMUNITY}", area=FOREIGN_DISTRICT)
    assert (answer.status_code, answer.json["code"]) == (404, "area_not_found")


def test_a_period_that_ends_before_it_begins_is_refused(office: Office) -> None:
    assert office.get("/staff-figures/turnover?from=2024-02-01&to=2024-01-01").status_code == 422


def test_somebody_who_was_appointed_for_a_time_has_left_at_its_end(office: Office, elections: Publisher) -> None:
    appointed(office, cadre(office), ends_on="2024-06-01")
    assert get(office, f"turnover?{YEAR}")["left"] == 1
