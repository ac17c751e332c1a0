"""What follows on appraisals (Art 37, R55): two fails in a row end a post by law; a place's softer measure lets the
office decide on an adjustment (及时进行调整)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import Conflict
from shared.worded import Worded

FAILS_THAT_END = 2
_FAIL = "incompetent"


class AdjustmentGround(Worded):
    TWO_FAILS = "two_fails", "连续两次不称职，职务依法终止"  # the elections service ends the post by itself
    THRESHOLD = "threshold", "达到调整的条件"


class Outcome(Worded):
    """What an office may do about it."""

    KEEP = "keep", "继续任用"
    TRAIN = "train", "培训提高"
    MOVE = "move", "调整岗位"
    ASK_TO_RESIGN = "ask_to_resign", "劝其辞职"


@dataclass(frozen=True, slots=True)
class YearGrade:
    """`adjust`: so many papers found the cadre incompetent that the place's measure is met; None: not told."""

    year: int
    grade: str
    adjust: bool | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a cadre's appraisals, oldest first: how many fails end the row, and whether something is to be done."""

    year: int
    fails: int
    ground: AdjustmentGround | None


def standing(grades: Sequence[YearGrade]) -> Standing:
    """Of at least one grade."""
    fails = 0
    for each in reversed(grades):
        if each.grade != _FAIL:
            break
        fails += 1
    latest = grades[-1]
    if fails >= FAILS_THAT_END:
        return Standing(latest.year, fails, AdjustmentGround.TWO_FAILS)
    wanted = latest.adjust or latest.grade == _FAIL
    return Standing(latest.year, fails, AdjustmentGround.THRESHOLD if wanted else None)


def check_adjustment(found: Standing | None, *, decided: bool) -> AdjustmentGround:
    """Raises Conflict where no appraisal asks for it, where the law has decided, and for a second decision."""
    if found is None or found.ground is None:
        raise Conflict("adjustment_unfounded", "这名干部最近一次民主评议没有达到调整的条件。")
    if found.ground is AdjustmentGround.TWO_FAILS:
        raise Conflict("adjusted_by_law", "连续两次被评议不称职的，职务依法终止，不再另作调整。")
    if decided:
        raise Conflict("adjustment_decided", "这次评议之后已经作出决定。")
    return found.ground
