"""The live count: the page without a script, and the stream of a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.elections.callouts import Hall
from tests.elections.conftest import ElectionOffice, count_and_certify, sheet_for
from tests.elections.live_server import Servers, Viewer, servers


@pytest.fixture
def hall(office: ElectionOffice, closed_election: dict[str, Any]) -> Hall:
    return Hall(office, closed_election["id"])


def page_of(hall: Hall, query: str = "") -> str:
    answer = hall.office.client.get(f"/elections/{hall.election}/live", query_string=query)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_shows_figures_and_strokes_without_a_script(hall: Hall) -> None:
    for _ in range(7):
        hall.call()
    page = page_of(hall)
    director = hall.paper()["director"]["votes"][0]
    assert f'data-count="director.votes.{director}">7<' in page
    cell = page.split(f'data-strokes="director.votes.{director}">')[1].split("</td>")[0]
    assert cell.count("#zheng-5") == 1
    assert cell.count("#zheng-2") == 1
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert "未经确认" in page


def test_names_of_other_persons_and_single_papers_are_not_shown(hall: Hall) -> None:
    hall.call(director={"write_ins": ["赵新民"]})
    page = page_of(hall)
    assert "赵新民" not in page
    assert hall.device.made[0]["id"] not in page
    assert 'data-count="director.others">1<' in page


def test_a_board_for_each_station_and_one_for_all(hall: Hall) -> None:
    hall.call()
    assert hall.open(station=1, subject="second", issued=9).status_code == 201
    assert 'data-count="issued">14<' in page_of(hall)
    assert 'data-count="issued">9<' in page_of(hall, f"station={hall.stations[1]}&hall=1")


def test_before_the_first_callout_the_page_says_so(office: ElectionOffice, closed_election: dict[str, Any]) -> None:
    page = office.client.get(f"/elections/{closed_election['id']}/live").get_data(as_text=True)
    assert "唱票还没有开始" in page


def test_a_draft_has_no_live_page(office: ElectionOffice, election: dict[str, Any]) -> None:
    assert office.client.get(f"/elections/{election['id']}/live").status_code == 404


def test_after_certification_the_page_leads_to_the_result(hall: Hall) -> None:
    for _ in range(4):
        hall.call()
    hall.sign_by_three()
    sheet = sheet_for(hall.office, hall.election, issued=5, recovered=4)
    hall.office.post(f"/stations/{hall.stations[0]}/entries", sheet, subject="typist")
    for person in ("typist", "typist-2"):
        hall.office.post(f"/stations/{hall.stations[1]}/entries", sheet, subject=person)
    assert 'data-count="papers">4<' in page_of(hall)
    count_and_certify(hall.office, hall.election)
    page = page_of(hall)
    assert "唱票已经结束" in page
    assert "data-count" not in page


def test_its_scripts_may_ask_the_stream_and_nothing_else(hall: Hall) -> None:
    policy = hall.office.client.get(f"/elections/{hall.election}/live").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "connect-src 'self' http://127.0.0.1:8004" in policy
    plain = hall.office.client.get(f"/elections/{hall.election}").headers["Content-Security-Policy"]
    assert "script-src" not in plain


@pytest.fixture
def deployed(hall: Hall, tmp_path: Path) -> Iterator[Servers]:
    """The hall's database behind real processes, with room for three viewers."""
    with servers(tmp_path, LIVE_VIEWERS="3") as running:
        yield running


def test_every_viewer_sees_each_paper_and_catches_up_after_a_break(hall: Hall, deployed: Servers) -> None:
    director = hall.paper()["director"]["votes"][0]
    viewers = [Viewer(deployed.live, hall.election) for _ in range(2)]
    for viewer in viewers:
        assert viewer.answer.headers["Access-Control-Allow-Origin"] == deployed.web
        assert viewer.event()["data"]["boards"]["all"]["papers"] == 0
    hall.call()
    for viewer in viewers:
        event = viewer.event()
        assert (event["event"], event["data"]["boards"]["all"][f"director.votes.{director}"]) == ("count", 1)
    viewers[0].leave()
    for _ in range(3):
        hall.call()
    back = Viewer(deployed.live, hall.election, last_event_id=event["id"])
    assert back.event()["data"]["boards"]["all"]["papers"] == 4
    back.leave()
    viewers[1].leave()


def test_who_has_the_newest_state_waits_for_the_next(hall: Hall, deployed: Servers) -> None:
    first = Viewer(deployed.live, hall.election)
    seen = first.event()
    again = Viewer(deployed.live, hall.election, last_event_id=seen["id"])
    hall.call()
    assert again.event()["data"]["boards"]["all"]["papers"] == 1
    again.leave()
    first.leave()


def test_one_viewer_too_many_is_asked_to_come_back(hall: Hall, deployed: Servers) -> None:
    viewers = [Viewer(deployed.live, hall.election) for _ in range(3)]
    for viewer in viewers:
        viewer.event()
    late = Viewer(deployed.live, hall.election)
    assert (late.answer.status, late.answer.headers["Retry-After"]) == (503, "5")
    for viewer in (*viewers, late):
        viewer.leave()


def test_the_stream_of_a_draft_is_not_found(office: ElectionOffice, election: dict[str, Any], tmp_path: Path) -> None:
    with servers(tmp_path) as running:
        viewer = Viewer(running.live, election["id"])
        assert viewer.answer.status == 404
        viewer.leave()
