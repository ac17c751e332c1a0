"""Whose term begins and whose ends when an election's result is certified: pure bookkeeping of a committee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import normalize
from uuid import UUID


class EndReason(StrEnum):
    RE_ELECTED = "re_elected"  # to the same post: a new term follows
    MOVED = "moved"  # elected to another post
    NOT_RE_ELECTED = "not_re_elected"
    SUPERSEDED = "superseded"  # a newer election was known already when this one's result came


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


@dataclass(frozen=True, slots=True)
class Won:
    """A post to which a person was elected."""

    person: Person
    post: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """`renewed`: the person held the same post until now."""

    person: Person
    post: str
    renewed: bool


@dataclass(frozen=True, slots=True)
class Ending:
    term: UUID
    reason: EndReason


def succession(
    held: Sequence[Held], won: Sequence[Won], posts: AbstractSet[str]
) -> tuple[list[Beginning], list[Ending]]:
    """Every term in one of the election's `posts` ends; so does any other of a person who was elected to a post."""
    posts_of = {(term.person, term.post) for term in held}
    begins = [Beginning(each.person, each.post, (each.person, each.post) in posts_of) for each in won]
    elected = {each.person: each.post for each in won}
    ends = [Ending(term.id, _reason(term, elected)) for term in held if term.post in posts or term.person in elected]
    return begins, ends


def newcomers(begins: Iterable[Beginning]) -> list[Beginning]:
    """Those who need an induction: in a post that they did not hold before."""
    return [each for each in begins if not each.renewed]


def _reason(term: Held, elected: dict[Person, str]) -> EndReason:
    post = elected.get(term.person)
    if post is None:
        return EndReason.NOT_RE_ELECTED
    return EndReason.RE_ELECTED if post == term.post else EndReason.MOVED
