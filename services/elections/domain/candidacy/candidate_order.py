"""In which order candidates stand on the paper: by nominations, or by the strokes of the surname."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.candidacy.post import Post
from services.elections.domain.candidacy.surname_strokes import surname_strokes
from services.elections.domain.roll.persons import Nomination
from services.elections.domain.rules.rule_set import CandidateOrder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Placed:
    """`strokes` of the surname were typed by hand, where nobody else knows them. Ids rise in the order of entry."""

    id: UUID
    post: Post
    name: str
    nominated_by: Nomination
    joint_electors: int
    strokes: int | None = None

    @property
    def counted(self) -> tuple[int, ...] | None:
        """The surname's strokes, as typed before as known: whoever typed them has seen the name."""
        return surname_strokes(self.name) if self.strokes is None else (self.strokes,)


def places(candidates: Iterable[Placed], order: CandidateOrder) -> dict[UUID, int]:
    """Counted from 1 down the paper, post by post. Equals stay in the order in which they were entered."""
    posts = list(Post)
    within = _by_votes if order is CandidateOrder.VOTES else _by_strokes
    ordered = sorted(candidates, key=lambda each: (posts.index(each.post), *within(each), each.id))
    return {each.id: place for place, each in enumerate(ordered, start=1)}


def _by_votes(candidate: Placed) -> tuple[object, ...]:
    """The party organisation's nominees first, then those whom more electors nominated."""
    return candidate.nominated_by is not Nomination.PARTY, -candidate.joint_electors


def _by_strokes(candidate: Placed) -> tuple[object, ...]:
    """A surname of two characters comes after those of one that has the strokes of its first."""
    return candidate.counted is None, candidate.counted or ()
