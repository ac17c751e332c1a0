"""Answers to a survey's questions: whether they fit, what they score, and where something falls short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.notices.domain.surveys.questions import NUMERIC, Question, QuestionKind
from shared.errors import FieldError, Invalid

LONGEST_TEXT = 2000
_MOST_PHOTOS = 6

Answers = Mapping[str, Any]
"""By question: a choice's code, a list of codes, a number, a text, or a list of photos' ids."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A gap that a field survey has found, as the task that it becomes: it says where, if that was asked (`spot`)."""

    question: str
    task: str
    due_on: date


def check_answers(questions: Sequence[Question], given: Answers) -> dict[str, Any]:
    """The answers without those left open. Raises Invalid with every fault."""
    known = {question.code: question for question in questions}
    faults = [FieldError(f"answers.{code}", "question_unknown", "没有这道题。") for code in given if code not in known]
    answered = {code: value for code, value in given.items() if value not in (None, "", [])}
    for code, question in known.items():
        fault = _fault(question, answered.get(code))
        if fault:
            faults.append(FieldError(f"answers.{code}", *fault))
    if not answered and not faults:
        faults.append(FieldError("answers", "answers_missing", "请至少回答一道题。"))
    if faults:
        raise Invalid("answers_invalid", "有的回答不对，请按提示修改。", fields=faults)
    return answered


def score(questions: Sequence[Question], answers: Answers) -> int | None:
    """Percent, the mean of what was answered; None where nothing has points."""
    found = [percent for each in questions if (percent := each.percent(answers.get(each.code))) is not None]
    return sum(found) // len(found) if found else None


def shortfalls(questions: Sequence[Question], answers: Answers, *, found_on: date) -> Iterator[Shortfall]:
    """Each answer with fewer points than its question asks for (R82)."""
    where = f"{answers['spot']}：" if "spot" in answers else ""
    for question in questions:
        points = question.points(answers.get(question.code))
        if question.gap and points is not None and points < question.gap.below:
            due_on = found_on + timedelta(days=question.gap.days)
            yield Shortfall(question.code, f"{where}{question.gap.task}", due_on)


def photos_of(questions: Sequence[Question], answers: Answers) -> set[str]:
    """The ids of the photos that the answers name."""
    asked = [question.code for question in questions if question.kind is QuestionKind.PHOTO]
    return {photo for code in asked for photo in answers.get(code, ())}


def _fault(question: Question, answer: Any) -> tuple[str, str] | None:
    if answer is None:
        return ("answer_missing", "请回答这道题。") if question.required else None
    return None if _fits(question, answer) else ("answer_unfit", "这个回答不合这道题的要求。")


def _fits(question: Question, answer: Any) -> bool:
    if question.kind in NUMERIC:
        return type(answer) is int and question.low <= answer <= question.high
    if question.kind is QuestionKind.TEXT:
        return isinstance(answer, str) and len(answer) <= LONGEST_TEXT and "\x00" not in answer
    codes = {choice.code for choice in question.choices}
    if question.kind is QuestionKind.SINGLE:
        return isinstance(answer, str) and answer in codes
    if not isinstance(answer, list) or not all(isinstance(each, str) for each in answer):
        return False
    unique = len(set(answer)) == len(answer)
    if question.kind is QuestionKind.PHOTO:
        return unique and len(answer) <= _MOST_PHOTOS
    return unique and codes.issuperset(answer)
