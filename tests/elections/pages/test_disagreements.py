"""The desk's queue of sheets typed differently: both figures beside the scan, and the way to type again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.conftest import FOREIGN_DISTRICT
from tests.desk_clerk import DeskClerk
from tests.elections.conftest import EVERYTHING, ElectionOffice, sheet_for

PNG = b"\x89PNG\r\n\x1a\n scan"


@pytest.fixture
def differing(office: ElectionOffice, closed_election: dict[str, Any]) -> dict[str, Any]:
    """A station whose only sheet two people typed differently, with a scan of it."""
    number = closed_election["id"]
    station = office.get(f"/elections/{number}/stations").json["items"][0]
    for clerk, issued in (("a", 51), ("b", 52)):
        typed = sheet_for(office, number, issued=issued, recovered=4)
        assert office.post(f"/stations/{station['id']}/entries", typed, subject=clerk).status_code == 201
    scan = office.upload(f"/stations/{station['id']}/sheets/1/image", PNG).json
    return {"election": number, "station": station, "scan": scan["id"]}


@pytest.fixture
def clerk(app: Flask, token: Callable[..., str]) -> DeskClerk:
    return DeskClerk(app.test_client(), token, "b", EVERYTHING)


def test_both_figures_stand_beside_the_scan(clerk: DeskClerk, differing: dict[str, Any]) -> None:
    page = clerk.get(f"/desk/elections/{differing['election']}/disagreements")
    assert "发出选票" in page
    assert ">51<" in page
    assert ">52<" in page
    assert f'src="/desk/images/{differing["scan"]}"' in page
    scan = clerk.client.get(f"/desk/images/{differing['scan']}")
    assert (scan.data, scan.content_type) == (PNG, "image/png")


def test_it_leads_to_the_form_of_that_sheet(clerk: DeskClerk, differing: dict[str, Any]) -> None:
    page = clerk.get(f"/desk/elections/{differing['election']}/disagreements")
    form = clerk.get(clerk.links(page)["重新录入"])
    assert f'value="{differing["station"]["id"]}"' in form
    assert 'name="sheet"' in form


def test_what_was_typed_again_leaves_the_queue(
    clerk: DeskClerk, office: ElectionOffice, differing: dict[str, Any]
) -> None:
    typed = sheet_for(office, differing["election"], issued=51, recovered=4)
    assert office.post(f"/stations/{differing['station']['id']}/entries", typed, subject="b").json["agreed"]
    page = clerk.get(f"/desk/elections/{differing['election']}/disagreements")
    assert "没有录入不一致的计票单" in page


def test_another_districts_scan_is_not_shown(app: Flask, token: Callable[..., str], differing: dict[str, Any]) -> None:
    client = app.test_client()
    client.post("/desk/sign-in", data={"code": token(*EVERYTHING, area=FOREIGN_DISTRICT, subject="x")})
    assert client.get(f"/desk/images/{differing['scan']}").status_code == 404
