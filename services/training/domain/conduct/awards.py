"""Awards (评比表彰) at two levels: nominated, checked by a sheet of criteria, publicised for objections, granted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shared import areas
from shared.errors import Conflict, FieldError, Forbidden, Invalid
from shared.worded import Worded

WHOLE = 10_000  # basis points: the weights of a sheet's criteria come to this


class AwardLevel(Worded):
    DISTRICT = "district", "区级"
    SUBDISTRICT = "subdistrict", "街道级"


class Nominee(StrEnum):
    CADRE = "cadre"
    ORGANISATION = "organisation"  # a community's committee


class AwardState(Worded):
    NOMINATED = "nominated", "已提名"
    CHECKED = "checked", "审核通过"
    REJECTED = "rejected", "审核未通过"  # by the check
    PUBLICISED = "publicised", "公示中"
    GRANTED = "granted", "已表彰"
    REFUSED = "refused", "不予表彰"  # after the objections


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the selection sheet (德才兼备)."""

    code: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Objections:
    """What was said within the objection window; `until` is its last day."""

    until: date
    open: int
    upheld: int


def level_of(area: str) -> AwardLevel:
    """Raises Forbidden for anybody but a district or a subdistrict."""
    found = areas.level(area)
    if found not in {"county", "subdistrict"}:
        raise Forbidden("award_office_needed", "评比表彰由区或者街道办事处组织。")
    return AwardLevel.DISTRICT if found == "county" else AwardLevel.SUBDISTRICT


def check_cycle(criteria: Sequence[Criterion], *, nominate_until: date, today: date) -> None:
    faults = []
    if nominate_until < today:
        faults.append(FieldError("nominate_until", "date_past", "提名截止日期不能早于今天。"))
    if len({each.code for each in criteria}) < len(criteria):
        faults.append(FieldError("criteria", "criterion_doubled", "评分标准的代码不能重复。"))
    if sum(each.weight for each in criteria) != WHOLE:
        faults.append(FieldError("criteria", "weights_not_whole", "评分标准的权重合计应为10000（即100%）。"))
    if faults:
        raise Invalid("award_cycle_invalid", "评比方案有误，请按提示修改。", fields=faults)


def check_nomination(*, nominate_until: date, needs_lower: bool, has_lower: bool, today: date) -> None:
    if today > nominate_until:
        raise Conflict("nominations_closed", "提名已于{until}截止。", until=nominate_until.isoformat())
    if needs_lower and not has_lower:
        raise Conflict("lower_award_missing", "这项表彰只从当年街道表彰的对象中产生。")


def must_be(state: AwardState, *allowed: AwardState) -> None:
    if state not in allowed:
        raise Conflict("award_step_impossible", "提名“{state_name}”，现在不能办理这一步。", state_name=state.zh)


def check_scores(scores: Mapping[str, int], criteria: Collection[Criterion]) -> int:
    """The sheet's total in hundredths of a point. Raises Invalid unless every criterion has its score."""
    codes = {each.code for each in criteria}
    faults = [
        FieldError(f"scores.{each}", "score_missing", "缺少这一项的评分。") for each in sorted(codes - scores.keys())
    ]
    faults += [
        FieldError(f"scores.{each}", "criterion_unknown", "评分标准里没有这一项。")
        for each in sorted(scores.keys() - codes)
    ]
    if faults:
        raise Invalid("award_scores_invalid", "评分有误，请按提示修改。", fields=faults)
    return (sum(each.weight * scores[each.code] for each in criteria) + 50) // 100


def objections_until(publicised_on: date, days: int) -> date:
    """The day of publication is not counted (民法典 Art 201)."""
    return publicised_on + timedelta(days=days)


def check_objection(objections: Objections, received_on: date, *, publicised_on: date, today: date) -> None:
    if not publicised_on <= received_on <= min(objections.until, today):
        facts = {"until": objections.until.isoformat()}
        fault = FieldError("received_on", "outside_window", "异议应在公示期内提出，公示到{until}为止。", facts)
        raise Invalid("objection_invalid", "异议的登记有误，请按提示修改。", fields=[fault])


def check_another(actor: str, *others: str | None) -> None:
    """Raises Conflict: who decides is neither who nominated nor who checked."""
    if actor in others:
        raise Conflict("decider_took_part", "提名、审核和决定应由不同的人办理。")


def check_decision(objections: Objections, *, grant: bool, today: date) -> None:
    """Raises Conflict while objections may come or wait for an answer; one that was upheld bars the award."""
    if today <= objections.until:
        raise Conflict("objections_running", "公示到{until}为止，期满后才能决定。", until=objections.until.isoformat())
    if objections.open:
        raise Conflict("objections_open", "还有{count}件异议没有处理。", count=objections.open)
    if grant and objections.upheld:
        raise Conflict("objection_upheld", "有异议成立，不能表彰。")


def check_quota(granted: int, quota: int) -> None:
    if granted >= quota:
        raise Conflict("quota_full", "表彰名额{quota}个已经用完。", quota=quota)
