"""Exceptional promotion (破格提拔, R58): only on merits that are on record, decided by another person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import Conflict
from shared.worded import Worded


class PromotionState(Worded):
    PROPOSED = "proposed", "待决定"
    APPROVED = "approved", "同意"
    REFUSED = "refused", "不同意"


@dataclass(frozen=True, slots=True)
class Merits:
    """Titles of awards that were granted, and years in which the appraisal was good."""

    awards: Sequence[str]
    good_years: Sequence[int]


def check_merits(merits: Merits) -> None:
    if not merits.awards and not merits.good_years:
        raise Conflict("promotion_unfounded", "破格提拔须有表彰或者优秀等次的民主评议作依据，这名干部还没有。")


def check_decision(state: PromotionState, *, decider: str, proposed_by: str) -> None:
    if state is not PromotionState.PROPOSED:
        raise Conflict("promotion_decided", "这件破格提拔已经作出决定。")
    if decider == proposed_by:
        raise Conflict("decider_proposed", "破格提拔是您提出的，应由另一人决定。")
