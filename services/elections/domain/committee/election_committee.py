"""居民选举委员会: who runs the election, and who must leave it and moves up (Art 15).

A member who is nominated, or whose near relative is, leaves; who had the next most votes at the meeting moves up,
unless they had to leave at once themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from services.elections.domain.roll.relatives import Person, relatives_among
from shared.errors import FieldError, Invalid, Missing
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from services.elections.domain.roll.relatives import Pairs
    from services.elections.domain.rules.rule_set import ElectionCommitteeRule


class ChosenBy(Worded):
    RESIDENTS_MEETING = "residents_meeting", "居民会议"
    REPRESENTATIVES_MEETING = "representatives_meeting", "居民代表会议"


class Role(Worded):
    CHAIR = "chair", "主任"
    VICE_CHAIR = "vice_chair", "副主任"
    MEMBER = "member", "委员"


class MemberState(Worded):
    SERVING = "serving", "在任"
    RESERVE = "reserve", "候补"
    LEFT = "left", "已退出"


class Leaving(Worded):
    """Why a member leaves; the first two the law demands."""

    NOMINATED = "nominated", "本人被提名为候选人"
    RELATIVE_NOMINATED = "relative_nominated", "近亲属被提名为候选人"
    VACATED = "vacated", "因其他原因出缺"


@dataclass(frozen=True, slots=True)
class Member:
    person: Person
    role: Role = Role.MEMBER
    state: MemberState = MemberState.SERVING

    @property
    def key(self) -> str:
        return self.person.key


@dataclass(frozen=True, slots=True)
class CommitteeFacts:
    """What the duties are judged by: how many serve and how many of them as chairs, who must leave, which are
    relatives."""

    serving: int = 0
    chairs: int = 0
    must_leave: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    formed: bool = False


def must_leave(members: Iterable[Member], nominees: Collection[str], pairs: Pairs) -> dict[str, Leaving]:
    """Of those who serve, by their person keys."""
    serving = (member.key for member in members if member.state is MemberState.SERVING)
    reasons = {key: _why(key, nominees, pairs) for key in serving}
    return {key: reason for key, reason in reasons.items() if reason is not None}


def after_leaving(
    members: Sequence[Member], key: str, *, nominees: Collection[str], pairs: Pairs, rule: ElectionCommitteeRule
) -> tuple[Member, ...]:
    """The committee without the member; the next in order who may serve has moved up, as a member without office."""
    left = [replace(each, state=MemberState.LEFT) if each.key == key else each for each in members]
    serving = [each.key for each in left if each.state is MemberState.SERVING]
    reserves = (each for each in left if each.state is MemberState.RESERVE)
    following = next((each for each in reserves if _may_serve(each.key, serving, nominees, pairs, rule)), None)
    moved = [replace(each, state=MemberState.SERVING) if each is following else each for each in left]
    return tuple(moved)


def facts_of(members: Sequence[Member], nominees: Collection[str], pairs: Pairs) -> CommitteeFacts:
    serving = [member for member in members if member.state is MemberState.SERVING]
    leaving = must_leave(serving, nominees, pairs)
    return CommitteeFacts(
        serving=len(serving),
        chairs=sum(member.role is Role.CHAIR for member in serving),
        must_leave=tuple(member.person.name for member in serving if member.key in leaving),
        related=tuple(sorted(_related(serving, pairs))),
        formed=True,
    )


def committee_duties(facts: CommitteeFacts, rule: ElectionCommitteeRule) -> Iterator[Missing | None]:
    """Of a committee that was formed: it must be whole, with a chair, and its members no near relatives."""
    if not facts.formed:
        return
    yield _size(facts.serving, rule)
    if facts.chairs != 1:
        yield Missing("election_committee_chair", "居民选举委员会应当有一名主任，请确定由谁担任。", rule.clause)
    if facts.related and rule.relatives_apart:
        named = {"names": "、".join(facts.related)}
        message = "居民选举委员会成员之间有近亲属关系（{names}），须有人退出。"
        yield Missing("election_committee_relatives", message, rule.clause, named)


def formation_duty(facts: CommitteeFacts, rule: ElectionCommitteeRule) -> Missing | None:
    """居民委员会的选举，由居民选举委员会主持 (Art 15)."""
    if facts.formed:
        return None
    message = "还没有推选居民选举委员会，请先登记居民会议或者居民代表会议推选的结果。"
    return Missing("election_committee_missing", message, rule.clause)


def nominee_duty(facts: CommitteeFacts, rule: ElectionCommitteeRule) -> Missing | None:
    """成员或者其近亲属被提名为候选人的，应当退出居民选举委员会 (Art 15)."""
    if not facts.must_leave:
        return None
    named = {"names": "、".join(facts.must_leave)}
    message = "居民选举委员会成员{names}本人或者近亲属被提名为候选人，应当先办理退出。"
    return Missing("committee_member_nominated", message, rule.clause, named)


def check_formation(
    members: Sequence[Member], *, nominees: Collection[str], pairs: Pairs, rule: ElectionCommitteeRule
) -> None:
    """Raises Invalid for a committee that cannot be one. `members` with the reserves, in the order of votes."""
    serving = [member for member in members if member.state is MemberState.SERVING]
    faults = list(_doubled(members))
    if missing := _size(len(serving), rule):
        faults.append(FieldError("members", missing.code, missing.message, missing.facts))
    if sum(member.role is Role.CHAIR for member in serving) != 1:
        faults.append(FieldError("members", "chair_not_one", "成员中应当有且只有一名主任。"))
    faults += barred_from_serving(serving, nominees=nominees, pairs=pairs, rule=rule)
    if faults:
        raise Invalid("election_committee_invalid", "居民选举委员会的组成有误，请按提示修改。", fields=faults)


def barred_from_serving(
    serving: Sequence[Member], *, nominees: Collection[str], pairs: Pairs, rule: ElectionCommitteeRule
) -> list[FieldError]:
    """Who would have to leave at once, and near relatives among them."""
    faults: list[FieldError] = []
    if leaving := must_leave(serving, nominees, pairs):
        facts = {"names": "、".join(Person.of(key).name for key in leaving), "article": rule.clause}
        message = "{names}本人或者近亲属被提名为候选人，不能进入居民选举委员会。"
        faults.append(FieldError("members", "member_nominated", message, facts))
    if rule.relatives_apart and (related := _related(serving, pairs)):
        facts = {"names": "、".join(sorted(related)), "article": rule.clause}
        faults.append(FieldError("members", "members_related", "{names}有近亲属关系，不能同在居民选举委员会。", facts))
    return faults


def _why(key: str, nominees: Collection[str], pairs: Pairs) -> Leaving | None:
    if key in nominees:
        return Leaving.NOMINATED
    return None if relatives_among(pairs, key).isdisjoint(nominees) else Leaving.RELATIVE_NOMINATED


def _may_serve(
    key: str, serving: Collection[str], nominees: Collection[str], pairs: Pairs, rule: ElectionCommitteeRule
) -> bool:
    apart = not rule.relatives_apart or relatives_among(pairs, key).isdisjoint(serving)
    return apart and _why(key, nominees, pairs) is None


def _related(serving: Sequence[Member], pairs: Pairs) -> set[str]:
    both = (pair for pair in combinations(serving, 2) if frozenset(member.key for member in pair) in pairs)
    return {member.person.name for pair in both for member in pair}


def _size(serving: int, rule: ElectionCommitteeRule) -> Missing | None:
    facts = {"serving": serving, "least": rule.least}
    if serving < rule.least:
        message = "居民选举委员会至少{least}人，现有{serving}人，请依次递补或者另行推选。"
        return Missing("election_committee_size", message, rule.clause, facts)
    if rule.odd and serving % 2 == 0:
        return Missing("election_committee_size", "居民选举委员会人数应为单数，现有{serving}人。", rule.clause, facts)
    return None


def _doubled(members: Iterable[Member]) -> Iterator[FieldError]:
    for key, times in Counter(member.key for member in members).items():
        if times > 1:
            facts = {"name": Person.of(key).name}
            yield FieldError("members", "member_doubled", "{name}重复填写。", facts)
