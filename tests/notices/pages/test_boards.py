"""Boards and notices' pages as residents see them."""

from __future__ import annotations

import pytest

from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.conftest import SUBDISTRICT, draft, published, sample, step
from tests.notices.domain.test_markdown import Elements
from tests.office import Office


def page(office: Office, path: str, **options: object) -> str:
    return office.client.get(path, **options).get_data(as_text=True)


def test_a_board_shows_what_is_published_and_no_draft(office: Office, publisher: Publisher) -> None:
    published(office, title="已公布的")
    draft(office, title="还是草稿")
    shown = page(office, f"/boards/{COMMUNITY}")
    assert "已公布的" in shown
    assert "还是草稿" not in shown


def test_a_community_s_board_shows_the_notices_of_its_street_and_district_too(
    office: Office, publisher: Publisher
) -> None:
    published(office, area=DISTRICT, title="区里的")
    published(office, area=SUBDISTRICT, title="街道的")
    published(office, area=OTHER_COMMUNITY, title="别的社区的")
    shown = page(office, f"/boards/{COMMUNITY}")
    assert "区里的" in shown
    assert "街道的" in shown
    assert "别的社区的" not in shown
    assert "街道的" not in page(office, f"/boards/{DISTRICT}")


def test_a_notice_that_was_taken_down_says_when_it_hung(office: Office, publisher: Publisher) -> None:
    made = published(office, kind="news")
    assert office.client.get(f"/notices/{made['id']}").status_code == 200
    step(office, made, "take_down")
    answer = office.client.get(f"/notices/{made['id']}")
    assert answer.status_code == 410
    assert "撤下" in answer.get_data(as_text=True)
    assert made["title"] not in page(office, f"/boards/{COMMUNITY}")


def test_a_draft_s_page_does_not_exist(office: Office, publisher: Publisher) -> None:
    answer = office.client.get(f"/notices/{draft(office)['id']}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"


def test_english_readers_get_english_where_there_is_some_and_are_told_the_language_elsewhere(
    office: Office, publisher: Publisher
) -> None:
    published(office, title="只有中文")
    published(office, title="双语", title_en="Bilingual", body_en="Income 1200.")
    shown = page(office, f"/boards/{COMMUNITY}", headers={"Accept-Language": "en"})
    assert "Bilingual" in shown
    assert "双语" not in shown
    assert 'lang="zh-CN"' in shown.partition("<main")[2]


def test_pages_carry_no_script_and_no_inline_style(office: Office, publisher: Publisher) -> None:
    made = published(office, body="<script>alert(1)</script><b style='x'>文</b>")
    for path in ("/", f"/boards/{COMMUNITY}", f"/notices/{made['id']}"):
        answer = office.client.get(path)
        found = Elements(answer.get_data(as_text=True))
        assert found.tags.isdisjoint({"script", "style"})
        assert not any(name == "style" or name.startswith("on") for name, _ in found.attributes)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_election_s_notice_links_to_the_election(office: Office, publisher: Publisher) -> None:
    data, subject = sample("elections.result_certified.v1")
    publisher.tell("elections.result_certified.v1", data, subject=subject)
    (notice,) = office.get("/notices").json["items"]
    assert f"/{subject}" in page(office, f"/notices/{notice['id']}")


@pytest.mark.parametrize("path", ["/boards/999999999999", "/boards/999999999999/feed.atom", "/boards/1"])
def test_an_unknown_board_is_not_found(office: Office, publisher: Publisher, path: str) -> None:
    assert office.client.get(path).status_code == 404


def test_an_empty_board_says_so(office: Office, publisher: Publisher) -> None:
    assert "现在没有公告" in page(office, f"/boards/{COMMUNITY}")


def test_an_unchanged_board_is_answered_in_a_few_bytes_and_a_changed_one_anew(
    office: Office, publisher: Publisher
) -> None:
    published(office, kind="news", title="第一条")
    first = office.client.get(f"/boards/{COMMUNITY}")
    assert first.headers["Cache-Control"] == "public, max-age=30"
    known = {"If-None-Match": first.headers["ETag"]}
    again = office.client.get(f"/boards/{COMMUNITY}", headers=known)
    assert (again.status_code, again.get_data()) == (304, b"")
    english = office.client.get(f"/boards/{COMMUNITY}", headers={**known, "Accept-Language": "en"})
    assert english.status_code == 200
    step(office, published(office, kind="news", title="第二条"), "take_down")
    assert office.client.get(f"/boards/{COMMUNITY}", headers=known).status_code == 304
    published(office, title="第三条")
    changed = office.client.get(f"/boards/{COMMUNITY}", headers=known)
    assert "第三条" in changed.get_data(as_text=True)


def test_a_board_s_first_load_is_light(office: Office, publisher: Publisher) -> None:
    for number in range(30):
        published(office, title=f"一季度居务公开第{number}号", body="各项收支如下，请居民监督。" * 200)
    page = office.client.get(f"/boards/{COMMUNITY}").get_data()
    with office.client.get("/static/frame/shequ.css") as style:
        assert len(page) + len(style.get_data()) < 100_000


def test_emergencies_stand_above_everything(office: Office, publisher: Publisher) -> None:
    published(office, kind="emergency", title="燃气泄漏")
    published(office, kind="news", title="更新的新闻")
    shown = page(office, f"/boards/{COMMUNITY}")
    assert shown.index("燃气泄漏") < shown.index("更新的新闻")


def test_a_board_leads_to_being_told_and_to_the_thanks(office: Office, publisher: Publisher) -> None:
    board = page(office, f"/boards/{COMMUNITY}")
    assert f'href="/boards/{COMMUNITY}/join"' in board
    assert f'href="/thanks/{COMMUNITY}"' in board
