"""Joint meetings of the two committees (两委联席会议): attendance, named votes, dissent, both heads' signatures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.training.domain.office.posts import Post
from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded

LONGEST_GAP = 31
"""Days without a joint meeting after which it is told: practice is a meeting each month."""


class Choice(Worded):
    FOR = "for", "赞成"
    AGAINST = "against", "反对"
    ABSTAINED = "abstained", "弃权"


class Head(Worded):
    """Who signs what was decided."""

    DIRECTOR = "director", "主任"
    SECRETARY = "secretary", "党组织书记"

    @property
    def post(self) -> Post:
        return Post.DIRECTOR if self is Head.DIRECTOR else Post.PARTY_SECRETARY


@dataclass(frozen=True, slots=True)
class Motion:
    """`votes` is what each person present chose; who was against says why in `dissent`."""

    text: str
    votes: Mapping[UUID, Choice]
    dissent: Mapping[UUID, str] = field(default_factory=dict)

    def count(self, choice: Choice) -> int:
        return sum(each is choice for each in self.votes.values())

    @property
    def carried(self) -> bool:
        """More than half of those present (少数服从多数)."""
        return 2 * self.count(Choice.FOR) > len(self.votes)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who belongs to either committee on the day, and who of them was there."""

    held_on: date
    members: Collection[UUID]
    present: Collection[UUID]
    chaired_by: UUID


def check_meeting(meeting: Gathering, motions: Sequence[Motion], *, today: date) -> None:
    """Raises Invalid naming every fault, Conflict when too few were there to decide anything."""
    faults = [
        FieldError("present", "not_a_member", "到会人员中有人当天不是两委成员。")
        for each in meeting.present
        if each not in meeting.members
    ]
    if meeting.held_on > today:
        faults.append(FieldError("held_on", "date_in_future", "日期不能晚于今天。"))
    if meeting.chaired_by not in meeting.present:
        faults.append(FieldError("chaired_by", "chair_absent", "主持人应是到会的成员。"))
    for place, motion in enumerate(motions):
        faults += _motion_faults(place, motion, meeting.present)
    if faults:
        raise Invalid("joint_meeting_invalid", "会议记录有误，请按提示修改。", fields=faults)
    if motions and 2 * len(meeting.present) <= len(meeting.members):
        message = "两委成员{members}人，到会{present}人，未过半数，不能作出决定。"
        raise Conflict("quorum_missing", message, present=len(meeting.present), members=len(meeting.members))


def check_signature(
    *, holds_post: bool, was_present: bool, signer: str, others: Mapping[str, UUID], cadre: UUID
) -> None:
    """`others` are who has signed at the desk already, and as which cadre: one person does not sign for two."""
    if not holds_post:
        raise Conflict("not_the_head", "签字人当天不担任这一职务。")
    if not was_present:
        raise Conflict("head_absent", "签字人没有到会。")
    if others.get(signer, cadre) != cadre:
        raise Conflict("signed_for_another", "两位负责人的签字应由两个人分别登记。")


def days_since(last: date | None, today: date) -> int | None:
    return None if last is None else (today - last).days


def is_overdue(last: date | None, today: date) -> bool:
    days = days_since(last, today)
    return days is None or days > LONGEST_GAP


def _motion_faults(place: int, motion: Motion, present: Collection[UUID]) -> list[FieldError]:
    here = f"decisions.{place}"
    against = {voter for voter, choice in motion.votes.items() if choice is Choice.AGAINST}
    faults = []
    if set(motion.votes) != set(present):
        faults.append(FieldError(f"{here}.votes", "votes_incomplete", "每名到会成员都应有一项表决意见。"))
    if against - motion.dissent.keys():
        faults.append(FieldError(f"{here}.dissent", "dissent_missing", "投反对票的，应记录不同意见。"))
    if motion.dissent.keys() - against:
        faults.append(FieldError(f"{here}.dissent", "dissent_unknown", "没有投反对票的，不记录不同意见。"))
    return faults
