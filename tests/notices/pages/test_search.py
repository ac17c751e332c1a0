"""Search on the website: what is found, in which order, and what is never found."""

from __future__ import annotations

import re

import pytest

from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.asking import answered, asked, put
from tests.notices.conftest import draft, published, step
from tests.office import Office


def search(office: Office, words: str, *, area: str = COMMUNITY, **more: str) -> str:
    answer = office.client.get(f"/boards/{area}/search", query_string={"q": words, **more})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def titles(shown: str) -> list[str]:
    found = re.findall(r"<h2><a [^>]*>(.*?)</a></h2>", shown, re.DOTALL)
    return [re.sub(r"</?mark>", "", each) for each in found]


def test_words_are_found_in_titles_first_and_marked(office: Office, publisher: Publisher) -> None:
    published(office, kind="news", title="停水通知", body="周六检修。")
    published(office, kind="news", title="周末安排", body="周六停水，请提前蓄水。")
    shown = search(office, "停水")
    assert titles(shown) == ["停水通知", "周末安排"]
    assert shown.count("<mark>停水</mark>") == 2


def test_neighbouring_pairs_alone_are_no_find(office: Office, publisher: Publisher) -> None:
    published(office, title="居委办公", body="委会不在一起：居委，委会")
    assert titles(search(office, "居委会")) == []


@pytest.mark.parametrize("words", ["水", "wifi", "ＷＩＦＩ", "停水 WiFi", "waterworks", "2026"])
def test_one_character_latin_and_several_words_find_too(office: Office, publisher: Publisher, words: str) -> None:
    published(office, title="停水与WiFi", body="2026年", title_en="No water", body_en="Waterworks at work.")
    assert len(titles(search(office, words))) == 1


def test_only_what_is_published_is_found(office: Office, publisher: Publisher) -> None:
    draft(office, title="停水草稿")
    step(office, published(office, kind="news", title="停水旧闻"), "take_down")
    published(office, area=OTHER_COMMUNITY, title="停水别处")
    assert titles(search(office, "停水")) == []


def test_a_community_finds_its_district_s_notices_and_a_district_those_below_with_where_they_hang(
    office: Office, publisher: Publisher
) -> None:
    published(office, area=DISTRICT, title="停水全区")
    published(office, title="停水社区")
    assert set(titles(search(office, "停水"))) == {"停水全区", "停水社区"}
    below = search(office, "停水", area=DISTRICT)
    assert len(titles(below)) == 2
    assert "步埠社区 ·" in below


@pytest.mark.parametrize("words", ["' OR '1'='1", "%", "_", "\\", "<script>", "a & b | !c", "\x00", "🀄🀄", ":*"])
def test_nothing_typed_does_harm_and_nothing_found_helps(office: Office, publisher: Publisher, words: str) -> None:
    published(office, title="一季度收支")
    shown = search(office, words)
    assert titles(shown) == []
    assert "词写得短一些" in shown
    assert "<script>" not in shown


def test_many_finds_come_page_by_page(office: Office, publisher: Publisher) -> None:
    for number in range(23):
        published(office, kind="news", title=f"停水{number}")
    first, second = search(office, "停水"), search(office, "停水", page="2")
    assert (len(titles(first)), len(titles(second))) == (20, 3)
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert titles(search(office, "停水", page="-1")) == titles(first)
    assert titles(search(office, "停水", page="x")) == titles(first)


def test_answered_questions_and_rights_are_found_too(office: Office, publisher: Publisher) -> None:
    suggestion = asked(office)
    assert f"/suggestions/{suggestion['id']}" not in search(office, "路灯")
    assert answered(office, suggestion).status_code == 200
    assert f"/suggestions/{suggestion['id']}" in search(office, "路灯")
    assert f"/boards/{COMMUNITY}/rights/" in search(office, "选举")


def test_a_question_is_found_by_the_words_of_its_answers_in_either_language(
    office: Office, publisher: Publisher
) -> None:
    suggestion = asked(office)
    answered(office, suggestion, "周三换灯泡。", answer_en="New bulbs on Wednesday.")
    shown = search(office, "灯泡")
    assert f"/suggestions/{suggestion['id']}" in shown
    assert "<mark>灯泡</mark>" in shown
    assert f"/suggestions/{suggestion['id']}" in search(office, "bulbs", lang="en")


def test_an_answer_that_is_not_public_is_not_found(office: Office, publisher: Publisher) -> None:
    suggestion = asked(office)
    assert put(office, suggestion, "privacy", {"reason": "涉及个人"}).status_code == 200
    assert answered(office, suggestion, "周三换灯泡。").status_code == 200
    assert titles(search(office, "灯泡")) == []


def test_an_unknown_area_has_no_search(office: Office, publisher: Publisher) -> None:
    assert office.client.get("/boards/999999999999/search?q=水").status_code == 404
