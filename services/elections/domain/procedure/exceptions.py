"""Exceptions: duties of form and time from which a district officer may release an election, with a reason (R11).

What makes a vote a vote is not among them: electors, papers, two clerks, an open count, a certifier of one's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.errors import FieldError, Invalid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from shared.errors import Missing

SHORTEST_REASON = 10  # characters: a reason is a sentence

EXCUSABLE: dict[str, str] = {
    "polling_day_too_near": "公告到选举日的期限",
    "roll_late": "选民名单公布期限",
    "candidates_late": "候选人名单公布期限",
    "candidates_too_few": "候选人差额",
    "candidates_no_woman": "候选人中应有妇女",
    "candidate_meeting_missing": "候选人与居民见面",
    "staff_too_few": "投票站工作人员人数",
    "mobile_list_unpublished": "流动票箱名单公布",
    "proxies_late": "委托投票名单公布期限",
    "papers_issued_differ": "领取选票登记与计票单一致",
    "committee_size": "居民委员会人数",
}
"""By the code of the unmet duty: what it is called."""


def check_exception(duty: str, reason: str) -> None:
    """Raises Invalid for a duty nobody can be released from, or without a reason that can be published."""
    faults: list[FieldError] = []
    if duty not in EXCUSABLE:
        facts = {"duty": duty, "possible": "、".join(EXCUSABLE)}
        faults.append(FieldError("duty", "duty_not_excusable", "这项要求不能免除；可以免除的：{possible}。", facts))
    if len(reason.strip()) < SHORTEST_REASON:
        facts = {"least": str(SHORTEST_REASON)}
        faults.append(FieldError("reason", "reason_too_short", "理由会公布，至少{least}个字。", facts))
    if faults:
        raise Invalid("exception_invalid", "例外申请有误。", fields=faults)


def still_missing(found: Iterable[Missing], granted: Collection[str]) -> list[Missing]:
    """Without what the election was released from."""
    return [missing for missing in found if missing.code not in granted]
