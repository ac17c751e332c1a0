"""What a stage of a selection comes to: whether enough took part, and which names go on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.committee.selection_schemes import SelectionKind
from services.elections.domain.rules.numbers import Finding, Share
from shared.errors import FieldError, Invalid

if TYPE_CHECKING:
    from services.elections.domain.committee.selection_schemes import Scheme, SelectionStage
    from services.elections.domain.roll.relatives import Person


@dataclass(frozen=True, slots=True)
class NameCount:
    """One name of a tally: `votes` where people recommend, `agreed` and `against` where they are asked."""

    person: Person
    votes: int | None = None
    agreed: int | None = None
    against: int | None = None

    @property
    def in_favour(self) -> int:
        return self.votes or self.agreed or 0


@dataclass(frozen=True, slots=True)
class StageTally:
    """`roster`: how many may take part; `present`: how many did."""

    roster: int
    present: int
    names: Sequence[NameCount]


@dataclass(frozen=True, slots=True)
class NameResult:
    count: NameCount
    goes_on: Finding


@dataclass(frozen=True, slots=True)
class StageResult:
    """Without a quorum the names go nowhere: the stage is held again. Names with most votes first."""

    quorum: Finding
    names: tuple[NameResult, ...]

    @property
    def going_on(self) -> tuple[Person, ...]:
        return tuple(each.count.person for each in self.names if self.quorum.holds and each.goes_on.holds)


def stage_result(stage: SelectionStage, tally: StageTally) -> StageResult:
    """The same whatever the order in which the names were typed. `tally` has passed `check_tally`."""
    ordered = sorted(tally.names, key=lambda each: (-each.in_favour, each.person.key))
    share, whole = _cut(stage, ordered, tally.present)
    names = tuple(NameResult(each, share(each.in_favour, whole, stage.clause)) for each in ordered)
    return StageResult(stage.quorum(tally.present, tally.roster, stage.clause), names)


_AS_MANY = Share(1, 1, including=True)


def _cut(stage: SelectionStage, ordered: Sequence[NameCount], present: int) -> tuple[Share, int]:
    """What a name's votes are held against. For a number of names it is the votes of the last that goes on, so that
    equal votes go on together; a name without a vote never does."""
    if isinstance(stage.go_on, Share):
        return stage.go_on, present
    last = ordered[: stage.go_on][-1].in_favour if ordered else 0
    return _AS_MANY, max(last, 1)


def check_tally(stage: SelectionStage, tally: StageTally, *, known: Collection[Person] | None) -> None:
    """Raises Invalid naming everything that cannot be so. `known` are those who went on from the stage before; None at
    the first stage, where any name may be recommended."""
    faults = list(_attendance_faults(stage, tally))
    seen: set[Person] = set()
    for number, each in enumerate(tally.names):
        path = f"tally.{number}"
        faults += _vote_faults(stage, each, tally.present, path)
        if each.person in seen:
            faults.append(FieldError(f"{path}.name", "name_twice", "同一个人只能填写一次。"))
        if known is not None and each.person not in known:
            facts = {"name": each.person.name}
            faults.append(FieldError(f"{path}.name", "name_not_gone_on", "{name}没有从上一环节进入本环节。", facts))
        seen.add(each.person)
    if faults:
        raise selection_invalid(faults)


def selection_invalid(faults: list[FieldError]) -> Invalid:
    return Invalid("selection_invalid", "推荐环节的记录有误，请按提示修改。", fields=faults)


def _attendance_faults(stage: SelectionStage, tally: StageTally) -> Iterator[FieldError]:
    if tally.present > tally.roster:
        facts = {"present": tally.present, "roster": tally.roster}
        yield FieldError("present", "present_over_roster", "参加{present}人，多于应参加的{roster}人。", facts)
    if not tally.names and stage.quorum(tally.present, tally.roster, stage.clause).holds:
        yield FieldError("tally", "tally_empty", "参加人数达到规定，应当填写计票结果。")


def _vote_faults(stage: SelectionStage, count: NameCount, present: int, path: str) -> Iterator[FieldError]:
    asked = {"agreed": count.agreed, "against": count.against}
    recommending = stage.kind is SelectionKind.RECOMMEND
    needed, foreign = ({"votes": count.votes}, asked) if recommending else (asked, {"votes": count.votes})
    for name, value in needed.items():
        if value is None:
            yield FieldError(f"{path}.{name}", "votes_missing", "缺少票数，没有的填0。")
    for name, value in foreign.items():
        if value is not None:
            yield FieldError(f"{path}.{name}", "votes_of_another_kind", "本环节不填这一项。")
    total = sum(value or 0 for value in needed.values())
    if total > present:
        facts = {"total": total, "present": present}
        yield FieldError(
            f"{path}.{next(iter(needed))}", "votes_over_present", "共{total}票，多于参加的{present}人。", facts
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """`next` is the stage to be held; None when the selection is over, and `names` then are its outcome. Before the
    first stage `names` is None: any name may be recommended."""

    next: SelectionStage | None
    names: tuple[Person, ...] | None


def progress(scheme: Scheme, gone_on: Mapping[str, tuple[Person, ...]]) -> Progress:
    """`gone_on` by the code of each stage that counts. Where no name goes on, the selection is over."""
    names: tuple[Person, ...] | None = None
    for stage in scheme.stages:
        if stage.code not in gone_on:
            return Progress(stage, names)
        names = gone_on[stage.code]
        if not names:
            break
    return Progress(None, names)
