"""Rights and procedures: each entry tied to the law, in both languages, found by its words."""

from __future__ import annotations

import pytest

from services.notices.domain.markdown import to_html
from services.notices.store.rights import Entry, entries, having
from tests.conftest import COMMUNITY
from tests.notices.domain.test_markdown import Elements
from tests.office import Office

LIBRARY = f"/boards/{COMMUNITY}/rights"


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.code)
def test_an_entry_has_its_articles_and_both_languages(entry: Entry) -> None:
    assert all(1 <= number <= 48 for number in entry.articles)
    assert entry.articles
    for body in (entry.body, entry.body_en):
        assert "p" in Elements(to_html(body)).tags
    # What is a list in one language is one in the other, with as many items.
    assert to_html(entry.body).count("<li>") == to_html(entry.body_en).count("<li>")


def test_what_residents_ask_is_found(office: Office) -> None:
    assert having("罢免")[0].code == "recall"
    assert [each.code for each in having("十五日")] == ["consultation", "disclosure"]
    assert having("RECALL committee")[0].code == "recall"
    assert having("没有这样的词") == []


@pytest.mark.usefixtures("publisher")
def test_the_pages_in_either_language(office: Office) -> None:
    page = office.client.get(LIBRARY).get_data(as_text=True)
    assert page.count(f"{LIBRARY}/") == len(entries()) >= 12
    found = office.client.get(f"{LIBRARY}?words=候选人").get_data(as_text=True)
    assert "怎样成为候选人" in found
    assert "居委会应当公开哪些事" not in found
    one = office.client.get(f"{LIBRARY}/recall?lang=en").get_data(as_text=True)
    assert "A tenth or more" in one.replace("<strong>", "").replace("</strong>", "")
    assert "20" in one
    assert office.client.get(f"{LIBRARY}/no-such-right").status_code == 404
    assert office.client.get("/boards/999999999999/rights").status_code == 404
