"""Tally sheets: the figures of a bundle of papers, and the comparison of what two clerks typed from one sheet.

Whether the figures fit each other is said by `sheet_faults`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from services.elections.domain.candidacy.post import Post
from shared.columns import cells
from shared.errors import Conflict, FieldError, Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


ENTRIES_NEEDED = 2
"""Each sheet is typed by two persons."""

MAPPINGS = ("votes", "void_grounds", "write_ins", "against", "abstained")
"""The figures of a contest that stand by candidate, ground or name."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One contest on a sheet: void papers, votes by candidate's id, votes for other persons written in.

    The mappings below may stay empty. `void_grounds` are the void papers by code of the ground, `write_ins` the votes
    for others by name; `against` and `abstained`, by candidate's id, belong to papers that are marked beside each name.
    """

    void: int
    votes: Mapping[str, int]
    others: int = 0
    void_grounds: Mapping[str, int] = field(default_factory=dict)
    write_ins: Mapping[str, int] = field(default_factory=dict)
    against: Mapping[str, int] = field(default_factory=dict)
    abstained: Mapping[str, int] = field(default_factory=dict)


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
        yield f"{path}.others", figures.others
        for part in MAPPINGS:
            yield from ((f"{path}.{part}.{key}", count) for key, count in getattr(figures, part).items())


def tidied(sheet: Sheet) -> Sheet:
    """With the names of others as they are read from files: `李　四` and `李四` are one. Raises Invalid for no name."""
    faults: list[FieldError] = []
    contests = {
        post: replace(figures, write_ins=_tidied_names(f"contests.{post}.write_ins", figures.write_ins, faults))
        for post, figures in sheet.contests.items()
    }
    if faults:
        raise Invalid("sheet_invalid", "计票单的数字不合理，请对照纸质计票单核对。", fields=faults)
    return replace(sheet, contests=contests)


def _tidied_names(path: str, write_ins: Mapping[str, int], faults: list[FieldError]) -> dict[str, int]:
    found: dict[str, int] = {}
    for typed, votes in write_ins.items():
        try:
            name = cells.person_name(typed)
        except cells.Unreadable as fault:
            faults.append(FieldError(path, fault.code, fault.message, fault.facts))
        else:
            found[name] = found.get(name, 0) + votes
    return found


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
    """One clerk's typing of a sheet."""

    clerk: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a sheet's entries stand. `agreed` is there when two clerks typed the same figures."""

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
