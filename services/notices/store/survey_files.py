"""Surveys as tables for a spreadsheet: results a line for each choice, answers a line for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from services.notices.domain.surveys.figures import Figures, Results
from services.notices.domain.surveys.questions import Question, QuestionKind
from services.notices.store.tables import SurveyAnswer
from shared import context
from shared.tabular.export import Cell

RESULT_HEADER = ("居民类别", "题目", "回答人数", "选项", "人数", "平均分")


def result_rows(told: Results | None) -> Iterator[Sequence[Cell]]:
    """Nothing before the closing, and nothing below the floor."""
    if told is None or told.whole is None:
        return
    yield from _figures("", told.whole)
    for kind, figures in told.kinds.items():
        yield from _figures(kind, figures)


def answer_header(questions: Sequence[Question]) -> list[str]:
    return ["日期", "居民类别", "得分", *(text_of(question) for question in questions)]


def answer_rows(questions: Sequence[Question], answers: Iterable[SurveyAnswer]) -> Iterator[Sequence[Cell]]:
    for each in answers:
        cells = [_cell(question, each.answers.get(question.code)) for question in questions]
        yield [each.on, "、".join(each.kinds), each.score, *cells]


def text_of(found: Any) -> str:
    """A question's or a choice's words in the reader's language."""
    return str(found.en if context.current().language == "en" else found.zh)


def _figures(kind: str, figures: Figures) -> Iterator[Sequence[Cell]]:
    for tally in figures.tallies:
        beginning: list[Cell] = [kind, text_of(tally.question), tally.answered]
        options = options_of(tally.question)
        for code, words in options:
            yield [*beginning, words, tally.counts[code], tally.mean]
        if not options:
            yield [*beginning, None, None, tally.mean]


def options_of(question: Question) -> list[tuple[str, str]]:
    """Code and words of what can be chosen; the numbers of a scale."""
    if question.kind is QuestionKind.SCALE:
        return [(str(number), str(number)) for number in range(question.low, question.high + 1)]
    return [(choice.code, text_of(choice)) for choice in question.choices]


def _cell(question: Question, answer: Any) -> Cell:
    words = {choice.code: text_of(choice) for choice in question.choices}
    if isinstance(answer, list):
        return "、".join(words.get(each) or each for each in answer)
    return words.get(answer, answer) if isinstance(answer, str) else answer
