from __future__ import annotations

import pytest

from tests.conftest import COMMUNITY, DISTRICT
from tests.elections.conftest import Office, events


def test_an_area_is_registered_with_its_level_and_told_of(office: Office) -> None:
    made = office.post("/areas", {"code": COMMUNITY, "name": "步埠社区"})
    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1/areas/{COMMUNITY}")
    assert made.json == {"code": COMMUNITY, "name": "步埠社区", "level": "community"}
    assert [(event["type"], event["data"]["name"]) for event in events()] == [
        ("elections.area_registered.v1", "步埠社区")
    ]


def test_the_same_name_again_tells_nobody_and_another_name_does(office: Office) -> None:
    names = ("步埠社区", "步埠社区", "步埠新社区")
    statuses = [office.post("/areas", {"code": COMMUNITY, "name": name}).status_code for name in names]
    assert statuses == [201, 200, 200]
    assert [event["data"]["name"] for event in events()] == ["步埠社区", "步埠新社区"]


@pytest.mark.parametrize(
    "code", ["45040300200", "4504030020033", "45040300200a", "000000000000", "", "４５０４０３００２００３"]
)
def test_what_is_no_area_code_is_refused(office: Office, code: str) -> None:
    answer = office.post("/areas", {"code": code, "name": "步埠"})
    assert (answer.status_code, answer.json["fields"][0]["field"]) == (422, "code")


def test_areas_are_listed_by_code_in_pages(office: Office) -> None:
    codes = [DISTRICT, COMMUNITY, "450403002004"]
    for code in codes:
        office.post("/areas", {"code": code, "name": "名"})
    first = office.get("/areas?limit=2").json
    rest = office.get(f"/areas?limit=2&cursor={first['next']}").json
    assert [area["code"] for area in first["items"] + rest["items"]] == sorted(codes)
    assert rest["next"] is None


def test_an_unregistered_area_is_not_found(office: Office) -> None:
    assert office.get(f"/areas/{COMMUNITY}").status_code == 404
