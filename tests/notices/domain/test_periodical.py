"""What an issue of a community's paper has, in which order, and when it may come out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.notices.domain.notice import Kind
from services.notices.domain.periodical import (
    RUBRICS,
    Article,
    Candidate,
    by_default,
    check_choice,
    check_month,
    must_be_ready,
    next_month,
)
from services.notices.domain.printing.periodical import Masthead, periodical_pdf
from shared.errors import Conflict, Invalid
from tests.pdf import fonts_not_in, text_of

MASTHEAD = Masthead("步埠社区", 3, date(2026, 11, 1), date(2026, 12, 1), "https://example.org/boards/450403002003")


def candidate(number: int, kind: Kind, day: int = 1) -> Candidate:
    return Candidate(UUID(int=number), kind, "题", datetime(2026, 11, day, tzinfo=UTC))


def article(number: int, body: str = "文", title: str = "电梯更换") -> Article:
    return Article(UUID(int=number), "社区新闻", title, body, date(2026, 11, 3))


def test_an_issue_has_all_of_the_month_rubric_by_rubric_but_no_emergency() -> None:
    given = [
        candidate(1, Kind.NEWS, 5),
        candidate(2, Kind.EMERGENCY),
        candidate(3, Kind.NEWS, 2),
        candidate(4, Kind.CONSULTATION, 9),
    ]
    assert [each.int for each in by_default(given)] == [4, 3, 1]


def test_every_kind_has_its_rubric_but_the_emergency() -> None:
    assert set(Kind) - set(RUBRICS) == {Kind.EMERGENCY}


def test_what_is_chosen_is_of_the_month_and_there_once() -> None:
    known = [candidate(1, Kind.NEWS), candidate(2, Kind.NEWS)]
    check_choice([UUID(int=2), UUID(int=1)], known)
    with pytest.raises(Invalid) as refused:
        check_choice([UUID(int=1), UUID(int=1), UUID(int=9)], known)
    assert {fault.code for fault in refused.value.fields} == {"item_unknown", "item_twice"}


def test_a_month_is_its_first_day_and_has_begun() -> None:
    assert check_month(date(2026, 11, 30), date(2026, 11, 1)) == date(2026, 11, 1)
    assert next_month(date(2026, 12, 31)) == date(2027, 1, 1)
    with pytest.raises(Invalid):
        check_month(date(2026, 12, 1), date(2026, 11, 30))


def test_an_issue_comes_out_with_items_by_a_second_person_only() -> None:
    must_be_ready(writers=["a"], actor="b", items=1)
    with pytest.raises(Conflict) as refused:
        must_be_ready(writers=["a"], actor="a", items=0)
    assert [each.code for each in refused.value.missing] == ["second_person_missing", "issue_empty"]


def test_the_same_issue_gives_the_same_bytes() -> None:
    articles = [
        article(number, "第一段。\n\n- 一\n- 二\n\n| 项 | 元 |\n|---|---|\n| 电梯 | 3 |") for number in range(9)
    ]
    first, second = (periodical_pdf(MASTHEAD, "各位居民", articles) for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "text", ["<b>&", "𠮷野家😀", "字" * 5000, "<script>alert(1)</script>", "W" * 300, "", "# \n- "]
)
def test_no_text_breaks_the_printing(text: str) -> None:
    assert periodical_pdf(MASTHEAD, text, [article(1, text, text[:200] or "题")]).endswith(b"%%EOF\n")


def test_an_issue_carries_its_font_and_its_words_can_be_copied() -> None:
    paper = periodical_pdf(MASTHEAD, "卷首", [article(1, "文\n\n- 项"), article(2, "|甲|乙|\n|---|---|\n|一|二|")])
    assert fonts_not_in(paper) == []
    assert "步埠社区报" in text_of(paper)
    assert "电梯更换2026年11月3日文• 项" in text_of(paper)


def test_a_long_issue_grows_by_pages() -> None:
    short, long = (periodical_pdf(MASTHEAD, None, [article(n, "字" * 900) for n in range(count)]) for count in (1, 40))
    assert short.count(b"/Type /Page\n") < long.count(b"/Type /Page\n")
