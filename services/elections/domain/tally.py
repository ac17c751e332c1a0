"""Tally sheets: a station's figures, their arithmetic, and the comparison of what two clerks typed from one paper."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from services.elections.domain.post import Post
from shared.errors import Conflict, FieldError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from services.elections.domain.contests import Ballot


ENTRIES_NEEDED = 2
"""Each sheet is typed by two persons."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One contest on a sheet: void papers, votes by candidate's id, votes for other persons written in."""

    void: int
    votes: Mapping[str, int]
    others: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """`recovered` is how many papers came out of the box, that is how many persons voted there."""

    issued: int
    recovered: int
    contests: Mapping[Post, Figures]

    def as_facts(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Sheet:
        contests = {Post(post): Figures(**figures) for post, figures in facts["contests"].items()}
        return cls(facts["issued"], facts["recovered"], contests)

    def flat(self) -> dict[str, int]:
        """Every figure by its path, such as `contests.director.votes.<candidate>`."""
        return {"issued": self.issued, "recovered": self.recovered} | dict(_flat(self.contests))


def _flat(contests: Mapping[Post, Figures]) -> Iterator[tuple[str, int]]:
    for post, figures in contests.items():
        path = f"contests.{post}"
        yield f"{path}.void", figures.void
        yield from ((f"{path}.votes.{candidate}", votes) for candidate, votes in figures.votes.items())
        yield f"{path}.others", figures.others


def faults_of(sheet: Sheet, ballots: Sequence[Ballot]) -> list[FieldError]:
    """What cannot be so: another ballot paper, or figures that do not fit each other.

    More papers recovered than issued can be so: it may void the election, and is the verdict's matter. See `doubts_of`.
    """
    by_post = {ballot.post: ballot for ballot in ballots}
    faults = [_fault(path, "figure_negative", "不能小于0。") for path, figure in sheet.flat().items() if figure < 0]
    strange = [post for post in sheet.contests if post not in by_post]
    faults += [_fault(f"contests.{post}", "post_unknown", "选票上没有这个职务。") for post in strange]
    for post, ballot in by_post.items():
        if post in sheet.contests:
            faults += _contest_faults(ballot, sheet.contests[post], sheet.recovered)
        else:
            faults.append(_fault(f"contests.{post}", "post_missing", "缺少{post_name}的票数。", post_name=post.zh))
    return faults


def doubts_of(sheet: Sheet) -> list[FieldError]:
    """What is possible but should be read again from the paper."""
    if sheet.recovered <= sheet.issued:
        return []
    message = "收回选票{recovered}张，多于发出选票{issued}张。"
    return [_fault("recovered", "recovered_over_issued", message, recovered=sheet.recovered, issued=sheet.issued)]


def _contest_faults(ballot: Ballot, figures: Figures, recovered: int) -> list[FieldError]:
    path = f"contests.{ballot.post}"
    names = [*_candidate_faults(path, ballot, figures)]
    if figures.void > recovered:
        message = "废票{void}张，多于收回选票{recovered}张。"
        return [*names, _fault(f"{path}.void", "void_over_recovered", message, void=figures.void, recovered=recovered)]
    return names + _vote_faults(path, ballot, figures, recovered - figures.void)


def _candidate_faults(path: str, ballot: Ballot, figures: Figures) -> Iterator[FieldError]:
    for candidate in ballot.candidates:
        if candidate not in figures.votes:
            yield _fault(f"{path}.votes.{candidate}", "candidate_missing", "缺少一名候选人的票数。")
    for candidate in figures.votes:
        if candidate not in ballot.candidates:
            yield _fault(f"{path}.votes.{candidate}", "candidate_unknown", "选票上没有这名候选人。")


def _vote_faults(path: str, ballot: Ballot, figures: Figures, valid: int) -> list[FieldError]:
    message = "得票{votes}，多于有效票{valid}张。"
    faults = [
        _fault(f"{path}.votes.{candidate}", "votes_over_valid", message, votes=votes, valid=valid)
        for candidate, votes in figures.votes.items()
        if votes > valid
    ]
    total, most = sum(figures.votes.values()) + figures.others, valid * ballot.seats
    if total > most:
        message = "各人得票合计{total}，多于有效票{valid}张可投的{most}票（每张至多选{seats}人）。"
        facts = {"total": total, "most": most, "valid": valid, "seats": ballot.seats}
        faults.append(_fault(f"{path}.votes", "votes_over_papers", message, **facts))
    return faults


def _fault(path: str, code: str, message: str, **facts: Any) -> FieldError:
    return FieldError(path, code, message, facts)


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that the two clerks read differently; None where one of them has no such figure."""

    field: str
    first: int | None
    second: int | None


def compare(first: Sheet, second: Sheet) -> list[Difference]:
    """Every figure that is not the same in both, in the order of their paths."""
    one, other = first.flat(), second.flat()
    fields = sorted(one.keys() | other.keys())
    return [Difference(f, one.get(f), other.get(f)) for f in fields if one.get(f) != other.get(f)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One clerk's typing of a station's sheet."""

    clerk: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a station's entries stand. `agreed` is there when two clerks typed the same figures."""

    entries: int
    differences: tuple[Difference, ...] = ()
    agreed: Sheet | None = None


def compare_entries(entries: Iterable[Entry]) -> Comparison:
    """`entries` in the order typed: of each clerk's the latest counts."""
    sheets = list({entry.clerk: entry.sheet for entry in entries}.values())
    if len(sheets) < ENTRIES_NEEDED:
        return Comparison(len(sheets))
    differences = tuple(compare(*sheets))
    return Comparison(len(sheets), differences, None if differences else sheets[0])


def may_read(reader: str, typed_by: str, clerks: Iterable[str]) -> bool:
    """Nobody sees another's figures before two have typed: the second types from the paper, not from the screen."""
    return reader == typed_by or len(set(clerks)) >= ENTRIES_NEEDED


def admit_clerk(clerk: str, earlier: Iterable[str]) -> None:
    """Raises Conflict for a third person: a mismatch is mended by reading the paper again, not by outvoting."""
    clerks = set(earlier)
    if clerk not in clerks and len(clerks) >= ENTRIES_NEEDED:
        raise Conflict("third_clerk", "这张计票单已由两人录入，第三人不能再录入。", clerk=clerk)
