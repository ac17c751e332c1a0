"""The frame of a community's website: its parts, the areas around, and finding a community."""

from __future__ import annotations

import re

from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import SUBDISTRICT, published
from tests.office import Office


def page(office: Office, path: str, **options: object) -> str:
    return office.client.get(path, **options).get_data(as_text=True)


def links(shown: str) -> list[str]:
    return re.findall(r'href="(/[^"]*)"', shown)


def test_every_page_of_a_community_offers_its_parts_and_marks_the_one_that_is_shown(
    office: Office, publisher: Publisher
) -> None:
    for path in (f"/boards/{COMMUNITY}", f"/notices/{published(office)['id']}"):
        navigation = page(office, path).partition("<nav class=")[2].partition("</nav>")[0]
        assert f"/boards/{COMMUNITY}" in links(navigation)
        assert ('aria-current="page"' in navigation) == path.startswith("/boards")


def test_a_page_leads_to_the_areas_above(office: Office, publisher: Publisher) -> None:
    footer = page(office, f"/boards/{COMMUNITY}").partition("<footer")[2]
    assert [f"/boards/{DISTRICT}", f"/boards/{SUBDISTRICT}"] == links(footer)[:2]


def test_a_board_leads_to_the_areas_directly_below_and_no_further(office: Office, publisher: Publisher) -> None:
    below = page(office, f"/boards/{DISTRICT}").partition("<main")[2].partition("</main>")[0]
    assert f"/boards/{SUBDISTRICT}" in links(below)
    assert f"/boards/{COMMUNITY}" not in links(below)


def test_the_first_page_lists_the_outermost_areas_only(office: Office, publisher: Publisher) -> None:
    shown = links(page(office, "/"))
    assert f"/boards/{DISTRICT}" in shown
    assert f"/boards/{COMMUNITY}" not in shown


def test_a_community_is_found_by_a_part_of_its_name_with_where_it_lies(office: Office, publisher: Publisher) -> None:
    shown = page(office, "/", query_string={"name": " 步埠 "})
    assert f"/boards/{COMMUNITY}" in links(shown)
    assert f"/boards/{OTHER_COMMUNITY}" not in links(shown)
    assert "万秀区 城东街道" in shown


def test_a_name_that_is_nowhere_or_no_name_is_answered_with_help(office: Office, publisher: Publisher) -> None:
    for name in ("火星", "%", "_", "' OR 1=1 --", "<b>"):
        shown = page(office, "/", query_string={"name": name})
        assert "没有找到" in shown
        assert "<b>" not in shown
