"""Questions, answers, scores and gaps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.notices.domain.surveys.answers import check_answers, score, shortfalls
from services.notices.domain.surveys.figures import Figures, results
from services.notices.domain.surveys.questions import QuestionKind, check_questions, read_questions
from services.notices.store.survey_templates import names, template
from shared.errors import Invalid

BOARD = read_questions(template("board_and_mailbox.v1")["questions"])
ALL = read_questions(
    [
        {"code": "s", "kind": "scale", "zh": "分", "en": "s"},
        {"code": "n", "kind": "number", "zh": "数", "en": "n", "low": 0, "high": 9},
        {"code": "m", "kind": "multiple", "zh": "多", "en": "m", "choices": [
            {"code": "a", "zh": "甲", "en": "a"}, {"code": "b", "zh": "乙", "en": "b"}]},
        {"code": "t", "kind": "text", "zh": "文", "en": "t"},
    ]
)  # fmt: skip


@pytest.mark.parametrize("name", names())
def test_every_template_can_be_asked(name: str) -> None:
    shipped = template(name)
    check_questions(read_questions(shipped["questions"]), photos=shipped["audience"] == "interviewers")
    assert shipped["title"]
    assert shipped["title_en"]


def test_the_field_survey_asks_what_the_field_does_and_no_premises() -> None:
    asked = {question.code for question in BOARD}
    assert {"board_location", "timeliness", "targeting", "mailbox", "facilities", "photos"} <= asked
    assert not any("office" in code or "premises" in code for code in asked)


def test_a_field_survey_scores_and_its_gaps_are_tasks_with_a_day() -> None:
    best = {q.code: q.choices[0].code for q in BOARD if q.kind is QuestionKind.SINGLE} | {"large_print": 5}
    assert score(BOARD, best) == 100
    assert list(shortfalls(BOARD, best, found_on=date(2026, 11, 1))) == []
    (gap,) = shortfalls(BOARD, {**best, "timeliness": "old"}, found_on=date(2026, 11, 1))
    assert (gap.question, gap.due_on) == ("timeliness", date(2026, 11, 8))
    assert score(BOARD, {**best, "timeliness": "old"}) == 700 // 8


def test_nothing_at_all_is_no_answer() -> None:
    with pytest.raises(Invalid) as refused:
        check_answers(ALL, {"s": None, "t": "", "m": []})
    assert [fault.code for fault in refused.value.fields] == ["answers_missing"]


anything = some.one_of(
    some.none(), some.booleans(), some.integers(-20, 20), some.floats(), some.text(max_size=5), some.lists(
        some.sampled_from(["a", "b", "c", 1]), max_size=4
    )
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(some.dictionaries(some.sampled_from(["s", "n", "m", "t", "x"]), anything))
def test_what_is_taken_can_be_counted_and_the_rest_is_refused(given: dict[str, Any]) -> None:
    try:
        taken = check_answers(ALL, given)
    except Invalid:
        return
    figures = Figures.empty(ALL)
    figures.add(taken)
    assert figures.answers == 1
    assert type(taken.get("s", 1)) is int
    assert set(taken.get("m", ())) <= {"a", "b"}


@settings(max_examples=60, deadline=None)
@given(some.lists(some.sets(some.sampled_from(["youth", "women", "elderly"])), max_size=60))
def test_no_kind_that_is_told_nor_the_rest_is_a_few_persons(kinds: list[set[str]]) -> None:
    told = results(ALL, [({"s": 3}, sorted(each)) for each in kinds])
    known = sum(bool(each) for each in kinds)
    assert (told.whole is None) == (len(kinds) < 10)
    for figures in told.kinds.values():
        assert figures.answers >= 10
        assert known - figures.answers == 0 or known - figures.answers >= 10
