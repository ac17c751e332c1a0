"""The published roll for everybody: names and groups only, and a search by one's own name."""

from __future__ import annotations

from typing import Any

from tests.elections.api.test_objections import published
from tests.elections.conftest import ElectionOffice

__all__ = ["published"]


def _page(office: ElectionOffice, number: str, **query: Any) -> Any:
    return office.client.get(f"/elections/{number}/roll", query_string=query)


def test_the_roll_shows_names_and_groups_and_nothing_else(office: ElectionOffice, published: str) -> None:
    page = _page(office, published)
    text = page.get_data(as_text=True)
    for elector in office.get(f"/elections/{published}/electors").json["items"]:
        assert elector["name"] in text
        assert elector["birth_date"] not in text
        assert elector["address"] not in text
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_a_resident_finds_their_own_name(office: ElectionOffice, published: str) -> None:
    name = office.get(f"/elections/{published}/electors").json["items"][0]["name"]
    assert f"“{name}”在选民名单上。" in _page(office, published, name=f" {name} ").get_data(as_text=True)
    assert "不在选民名单上" in _page(office, published, name="王不在").get_data(as_text=True)
    assert "不在选民名单上" in _page(office, published, name=name[0]).get_data(as_text=True)


def test_before_publication_there_is_no_roll_to_see(office: ElectionOffice, election: dict[str, Any]) -> None:
    assert _page(office, election["id"]).status_code == 404


def test_pages_outside_the_roll_lead_to_its_ends_and_are_no_error(office: ElectionOffice, published: str) -> None:
    name = office.get(f"/elections/{published}/electors").json["items"][0]["name"]
    assert name in _page(office, published, page=10**6).text
    assert _page(office, published, page="x").status_code == 200
    assert _page(office, published, page=-5).status_code == 200
