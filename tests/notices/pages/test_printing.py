"""A notice in large type, as a script to be read aloud, and as a poster."""

from __future__ import annotations

import pytest

from tests.notices.conftest import draft, published, step
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

FORMS = ("large-print", "broadcast", "broadcast.txt", "poster.pdf")


def test_a_notice_leads_to_its_other_forms(office: Office) -> None:
    made = published(office, title="停水", body="12月5日 09:30起停水。")
    page = office.client.get(f"/notices/{made['id']}").text
    for form in FORMS[:2] + FORMS[3:]:
        assert f"/notices/{made['id']}/{form}" in page
        assert office.client.get(f"/notices/{made['id']}/{form}").status_code == 200
    assert "十二月五日 上午九点半起停水。" in office.client.get(f"/notices/{made['id']}/broadcast").text
    plain = office.client.get(f"/notices/{made['id']}/broadcast.txt")
    assert plain.mimetype == "text/plain"
    assert plain.text.startswith("各位居民，请注意。\n停水。")


def test_a_poster_is_the_same_file_each_time_and_costs_nothing_the_second_time(office: Office) -> None:
    made = published(office)
    first = office.client.get(f"/notices/{made['id']}/poster.pdf?size=A3")
    assert (first.mimetype, first.data[:5]) == ("application/pdf", b"%PDF-")
    again = office.client.get(
        f"/notices/{made['id']}/poster.pdf?size=A3", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert office.client.get(f"/notices/{made['id']}/poster.pdf").data != first.data


def test_english_readers_have_it_in_english(office: Office) -> None:
    made = published(office, title="停水", title_en="No water", body_en="From 09:30.")
    page = office.client.get(f"/notices/{made['id']}/broadcast", headers={"Accept-Language": "en"}).text
    assert "From nine thirty a.m." in page
    assert "No water" in office.client.get(f"/notices/{made['id']}/large-print?lang=en").text


@pytest.mark.parametrize("form", FORMS)
def test_what_does_not_hang_has_no_other_forms(office: Office, form: str) -> None:
    assert office.client.get(f"/notices/{draft(office)['id']}/{form}").status_code == 404
    gone = published(office, kind="news")
    step(office, gone, "take_down")
    assert office.client.get(f"/notices/{gone['id']}/{form}").status_code == 404
