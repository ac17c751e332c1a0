from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from shared import clock
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.elections.conftest import Office, run_jobs, type_sheets

SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def _page(office: Office, path: str, **headers: str) -> str:
    answer = office.client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.fixture
def certified(certified_election: dict[str, Any]) -> str:
    """The path of the page of an election that is decided."""
    return f"/elections/{certified_election['id']}"


def test_a_draft_is_nowhere_to_be_seen(office: Office, election: dict[str, Any]) -> None:
    assert office.client.get(f"/elections/{election['id']}").status_code == 404
    assert election["title"] not in _page(office, "/")
    assert election["title"] not in _page(office, f"/areas/{COMMUNITY}")


def test_an_election_cancelled_as_a_draft_stays_unseen(office: Office, election: dict[str, Any]) -> None:
    office.step(election["id"], "cancel")
    assert office.client.get(f"/elections/{election['id']}").status_code == 404
    assert election["title"] not in _page(office, "/")


def test_an_election_cancelled_in_public_says_so(office: Office, election: dict[str, Any]) -> None:
    office.step(election["id"], "announce", days_before=30)
    office.step(election["id"], "cancel")
    page = _page(office, f"/elections/{election['id']}")
    assert "已取消" in page
    assert "尚未进行" not in page


def test_an_announced_election_is_listed_under_its_area(office: Office, election: dict[str, Any]) -> None:
    office.step(election["id"], "announce", days_before=30)
    for path in ("/", f"/areas/{COMMUNITY}"):
        page = _page(office, path)
        assert election["title"] in page
        assert f"/elections/{election['id']}" in page
        assert "步埠社区" in page


def test_an_area_without_elections_says_so_and_an_unknown_one_is_not_found(office: Office, community: str) -> None:
    assert "还没有公告的选举。" in _page(office, f"/areas/{COMMUNITY}")
    assert "还没有公告的选举。" in _page(office, "/")
    assert office.client.get(f"/areas/{OTHER_COMMUNITY}").status_code == 404


def test_the_timetable_shows_what_was_done_and_what_is_due(office: Office, election: dict[str, Any]) -> None:
    office.step(election["id"], "announce", days_before=30)
    page = _page(office, f"/elections/{election['id']}")
    assert "✓ 发布选举公告" in page
    assert "第17条" in page
    assert "最迟" in page


def test_candidates_show_once_they_are_published(office: Office, closed_election: dict[str, Any]) -> None:
    page = _page(office, f"/elections/{closed_election['id']}")
    assert "主任1" in page
    assert "委员4" in page


def test_no_figures_show_before_certification(office: Office, closed_election: dict[str, Any]) -> None:
    type_sheets(office, closed_election["id"])
    office.step(closed_election["id"], "count")
    run_jobs()
    page = _page(office, f"/elections/{closed_election['id']}")
    assert "得票" not in page
    assert "选举有效" not in page


def test_the_result_has_turnout_with_its_inequality_and_clause(office: Office, certified: str) -> None:
    page = _page(office, certified)
    assert "登记选民10人，参加投票8人。" in page
    assert "投票率依据第19条：" in page
    assert "2×8 &gt; 10" in page


def test_each_contest_has_a_chart_that_is_told_in_words_and_a_table_with_the_same_numbers(
    office: Office, certified: str
) -> None:
    page = _page(office, certified)
    charts = SVG.findall(page)
    assert len(charts) == 3
    chart = ElementTree.fromstring(charts[0])  # noqa: S314 - our own
    assert chart.attrib["role"] == "img"
    described = [chart.find(f"*[@id='{name}']") for name in chart.attrib["aria-labelledby"].split()]
    assert [element.text for element in described if element is not None] == [
        "主任得票图",
        "主任1 8票（当选）；主任2 0票；参加投票8人，得票须多于4",
    ]
    assert "8票 ✓ 当选" in "".join(chart.itertext())
    table = page.split("</svg>", 1)[1].split("</table>", 1)[0]
    assert '<td class="number">8</td>' in table
    assert "2×0 ≤ 8" in table


def test_the_page_speaks_english_to_who_asks_for_it(office: Office, certified: str) -> None:
    page = _page(office, certified, **{"Accept-Language": "en"})
    assert '<html lang="en">' in page
    assert "10 electors, of whom 8 voted." in page
    assert "Turnout by Art 19:" in page
    assert "✓ elected" in page
    assert not re.search("[选投票]", re.sub(r"步埠社区居委会换届选举", "", page))


def test_a_title_with_markup_is_shown_as_text(office: Office, community: str) -> None:
    body = {
        "area": community,
        "title": "<script>alert(1)</script>",
        "polling_day": (clock.today() + timedelta(days=60)).isoformat(),
        "contests": [{"post": "director", "seats": 5}],
    }
    made = office.post("/elections", body).json
    office.step(made["id"], "announce")
    page = _page(office, f"/elections/{made['id']}")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_pages_may_be_kept_for_a_moment_and_asked_for_again_by_etag(office: Office, certified: str) -> None:
    first = office.client.get(certified)
    assert first.headers["Cache-Control"] == "max-age=1, public"
    again = office.client.get(certified, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    chosen = office.client.get(f"{certified}?lang=en")
    assert "public" not in chosen.headers["Cache-Control"]


def test_a_page_that_is_not_there_is_a_page_too(office: Office) -> None:
    answer = office.client.get("/elections/nothing", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
