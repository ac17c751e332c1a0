"""Whose term begins and whose ends when an election's result is certified: pure bookkeeping of a committee."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize
from uuid import UUID

from shared.worded import Worded


class EndReason(Worded):
    RE_ELECTED = "re_elected", "连任"  # to the same post: a new term follows
    MOVED = "moved", "改任他职"  # elected to another post
    NOT_RE_ELECTED = "not_re_elected", "未当选连任"
    SUPERSEDED = "superseded", "已由新一届接任"  # a newer election was known already when this one's result came
    RECALLED = "recalled", "被罢免"
    RESIGNED = "resigned", "辞职"
    INCAPACITY = "incapacity", "丧失行为能力"
    SENTENCED = "sentenced", "被判处刑罚"
    APPRAISAL = "appraisal", "连续两次评议不称职"  # found incompetent twice in a row
    VOID = "void", "当选无效"  # the election by which the post was held
    DIED = "died", "去世"
    EXPIRED = "expired", "期满"  # an appointment's, at its own end
    TRANSFERRED = "transferred", "调离"
    RETIRED = "retired", "退休"
    DISMISSED = "dismissed", "解聘"


SUCCEEDED = frozenset({EndReason.RE_ELECTED, EndReason.MOVED, EndReason.NOT_RE_ELECTED, EndReason.SUPERSEDED})
"""A newer result ended the term."""


@dataclass(frozen=True, slots=True)
class Person:
    """Two of one name are told apart by their birth dates; the name is in Unicode's composed form (NFC)."""

    name: str
    birth_date: date

    @classmethod
    def named(cls, name: str, birth_date: date) -> Person:
        return cls(normalize("NFC", name).strip(), birth_date)


@dataclass(frozen=True, slots=True)
class Held:
    """A term that runs."""

    id: UUID
    person: Person
    post: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class Won:
    """A post to which a person was elected."""

    person: Person
    post: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """`renewed`: the person held the same post until now. `until`: the term is history, it ended on that day, and
    why."""

    person: Person
    post: str
    renewed: bool
    until: date | None = None
    reason: EndReason | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    term: UUID
    reason: EndReason


@dataclass(frozen=True, slots=True)
class Result:
    """A valid election's: `posts` are those that it filled anew, none if it filled empty seats beside who stayed.

    `later` are posts that a newer one has filled anew since, with the day when; `ended` those elected who have left
    office already, with the day and the reason.
    """

    starts_on: date
    posts: AbstractSet[str]
    won: Sequence[Won]
    later: Mapping[str, date]
    ended: Mapping[Won, tuple[date, EndReason]] = field(default_factory=dict)


def succession(held: Sequence[Held], result: Result) -> tuple[list[Beginning], list[Ending]]:
    """Every term in one of the result's posts ends; so does any other of a person who was elected to a post.

    Nothing that began after the result's own day ends: where a newer result is known, this one is history.
    """
    begins = [_beginning(each, held, result) for each in result.won]
    elected: dict[Person, set[str]] = {}
    for each in begins:
        if each.until is None:
            elected.setdefault(each.person, set()).add(each.post)
    decided = result.posts - result.later.keys()
    before = [term for term in held if term.starts_on <= result.starts_on]
    ends = [
        Ending(term.id, _reason(term, elected)) for term in before if term.post in decided or term.person in elected
    ]
    return begins, ends


def newcomers(begins: Iterable[Beginning]) -> list[Beginning]:
    """Those who need an induction: in a post now that they did not hold before."""
    return [each for each in begins if not each.renewed and each.until is None]


def _beginning(won: Won, held: Iterable[Held], result: Result) -> Beginning:
    own = [term for term in held if term.person == won.person]
    ends = [(term.starts_on, EndReason.SUPERSEDED) for term in own if term.starts_on > result.starts_on]
    if won.post in result.later:
        ends.append((result.later[won.post], EndReason.SUPERSEDED))
    if won in result.ended:
        ends.append(result.ended[won])
    until, reason = min(ends, default=(None, None))
    renewed = not ends and any(term.post == won.post for term in own)
    return Beginning(won.person, won.post, renewed, until, reason)


def _reason(term: Held, elected: Mapping[Person, AbstractSet[str]]) -> EndReason:
    posts = elected.get(term.person)
    if posts is None:
        return EndReason.NOT_RE_ELECTED
    return EndReason.RE_ELECTED if term.post in posts else EndReason.MOVED
