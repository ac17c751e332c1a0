"""The questions of a survey as data, and whether they can be asked.

A survey's questions are fixed when it is approved: what was answered is never an answer to another question. Templates
have their version in their name, so surveys of one series can be told to have asked the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.errors import FieldError, Invalid
from shared.worded import Worded


class QuestionKind(Worded):
    SINGLE = "single", "单选"
    MULTIPLE = "multiple", "多选"
    SCALE = "scale", "打分"
    NUMBER = "number", "数字"
    TEXT = "text", "文字"
    PHOTO = "photo", "照片"


CHOOSING = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})
NUMERIC = frozenset({QuestionKind.SCALE, QuestionKind.NUMBER})
_BOUNDS = {QuestionKind.SCALE: (1, 5), QuestionKind.NUMBER: (0, 1_000_000)}
MOST_QUESTIONS = 60
_LONGEST_SCALE = 10
_DAYS = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """`points` count towards the score of a field survey; None where the choice says nothing good or bad."""

    code: str
    zh: str
    en: str
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What is to be done where an answer has fewer points than `below`, and within how many days."""

    below: int
    task: str
    days: int


@dataclass(frozen=True, slots=True)
class Question:
    """`low` and `high` bound a number; on a scale they are its ends."""

    code: str
    kind: QuestionKind
    zh: str
    en: str
    required: bool
    choices: tuple[Choice, ...]
    low: int
    high: int
    gap: Gap | None

    @property
    def most_points(self) -> int:
        """0 where the question does not count towards the score."""
        if self.kind is QuestionKind.SCALE:
            return self.high
        return max((choice.points or 0 for choice in self.choices), default=0) if self._pointed else 0

    def points(self, answer: Any) -> int | None:
        """Of an answer; None where the question has no points or was left open."""
        if answer is None or not self.most_points:
            return None
        if self.kind is QuestionKind.SCALE:
            return int(answer)
        return next(choice.points or 0 for choice in self.choices if choice.code == answer)

    def percent(self, answer: Any) -> int | None:
        """How good an answer is, from the worst to the best that could be given: every question counts the same."""
        points = self.points(answer)
        if points is None:
            return None
        worst = self.low if self.kind is QuestionKind.SCALE else 0
        return 100 * (points - worst) // (self.most_points - worst)

    @property
    def _pointed(self) -> bool:
        return self.kind is QuestionKind.SINGLE and any(choice.points is not None for choice in self.choices)


def read_questions(definition: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions as they are stored; whoever stores them has asked `check_questions` before."""
    return tuple(_question(each) for each in definition)


def check_questions(questions: Sequence[Question], *, photos: bool) -> None:
    """Raises Invalid with every fault. `photos` says whether somebody is there to take them: an interviewer."""
    faults = [FieldError(f"questions.{n}.{f}", code, message) for n, f, code, message in _faults(questions, photos)]
    if faults:
        raise Invalid("questions_invalid", "问卷的题目有误，请按提示修改。", fields=faults)


def _faults(questions: Sequence[Question], photos: bool) -> Iterator[tuple[int, str, str, str]]:
    seen: set[str] = set()
    for number, each in enumerate(questions):
        if each.code in seen:
            yield number, "code", "code_twice", "题目的代码不能重复。"
        seen.add(each.code)
        if each.kind in CHOOSING and len(each.choices) < 2:
            yield number, "choices", "choices_missing", "选择题至少要有两个选项。"
        if len({choice.code for choice in each.choices}) < len(each.choices):
            yield number, "choices", "code_twice", "选项的代码不能重复。"
        if each.kind not in CHOOSING and each.choices:
            yield number, "choices", "choices_unused", "只有选择题有选项。"
        if each.low >= each.high or (each.kind is QuestionKind.SCALE and each.high - each.low > _LONGEST_SCALE):
            yield number, "high", "bounds_invalid", "最大值应大于最小值；打分题最多十一档。"
        if each.kind is QuestionKind.PHOTO and not photos:
            yield number, "kind", "photo_by_interviewer", "照片题只能用于访问员填写的问卷。"
        if each.gap and not each.most_points:
            yield number, "gap", "gap_without_points", "只有打分题和带分值的单选题可以定不足的标准。"


def _question(source: Mapping[str, Any]) -> Question:
    kind = QuestionKind(source["kind"])
    low, high = _BOUNDS.get(kind, (0, 1))
    gap = source.get("gap")
    return Question(
        code=source["code"],
        kind=kind,
        zh=source["zh"],
        en=source["en"],
        required=source.get("required", False),
        choices=tuple(Choice(c["code"], c["zh"], c["en"], c.get("points")) for c in source.get("choices") or ()),
        low=low if source.get("low") is None else source["low"],
        high=high if source.get("high") is None else source["high"],
        gap=Gap(gap["below"], gap["task"], gap.get("days") or _DAYS) if gap else None,
    )
