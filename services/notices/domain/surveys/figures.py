"""What may be told of a survey's answers: how often what was chosen, of ten answers or more, once it is over.

While a survey is open only the number of answers is told: of two looks a minute apart the second would tell what the
one in between has answered. The kinds of residents overlap, so one is told only where those of it and those not of it
are ten or more each (or nobody): neither the kind nor what is left without it is a few persons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.notices.domain.anonymity import FLOOR, told_of
from services.notices.domain.surveys.questions import NUMERIC, Question, QuestionKind


@dataclass(slots=True)
class Tally:
    """Of one question. `counts` is by choice or by number of the scale; `total` adds up what was a number."""

    question: Question
    answered: int = 0
    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def mean(self) -> str | None:
        """`4.25`, rounded half up: with two places, like the scales that are compared by it."""
        if self.question.kind not in NUMERIC or not self.answered:
            return None
        hundredths = (200 * self.total + self.answered) // (2 * self.answered)
        return f"{hundredths // 100}.{hundredths % 100:02}"

    @property
    def percent(self) -> int | None:
        """Where the mean of a scale lies between its ends; None for any other question."""
        if self.question.kind is not QuestionKind.SCALE or not self.answered:
            return None
        low, high = self.question.low, self.question.high
        return 100 * (self.total - low * self.answered) // ((high - low) * self.answered)

    def add(self, answer: Any) -> None:
        self.answered += 1
        if self.question.kind in NUMERIC:
            self.total += answer
        if self.question.kind is QuestionKind.SCALE:
            self.counts[str(answer)] += 1
        elif self.question.choices:
            self.counts.update([answer] if isinstance(answer, str) else answer)


@dataclass(slots=True)
class Figures:
    """Of all answers, or of those by one kind of residents."""

    tallies: Sequence[Tally]
    answers: int = 0

    @classmethod
    def empty(cls, questions: Sequence[Question]) -> Figures:
        return cls([Tally(question) for question in questions])

    def add(self, answers: Mapping[str, Any]) -> None:
        self.answers += 1
        for tally in self.tallies:
            if tally.question.code in answers:
                tally.add(answers[tally.question.code])


@dataclass(frozen=True, slots=True)
class Results:
    """`whole` is None below the floor; `kinds` are those that may be told."""

    whole: Figures | None
    kinds: Mapping[str, Figures]


def results(questions: Sequence[Question], answers: Iterable[tuple[Mapping[str, Any], Sequence[str]]]) -> Results:
    """Of answers, each with the kinds of who gave it (none where that is not known)."""
    whole = Figures.empty(questions)
    by_kind: dict[str, Figures] = {}
    known = 0
    for given, kinds in answers:
        whole.add(given)
        known += bool(kinds)
        for kind in kinds:
            by_kind.setdefault(kind, Figures.empty(questions)).add(given)
    told = told_of(known, {kind: found.answers for kind, found in by_kind.items()})
    return Results(
        whole if whole.answers >= FLOOR else None, {kind: by_kind[kind] for kind in sorted(told) if told[kind]}
    )
