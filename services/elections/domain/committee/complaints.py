"""Complaints about how an election was won, and what follows on them (Art 22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.elections.domain.procedure.steps import State
from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

LARGEST_EVIDENCE = 5 * 1024 * 1024  # bytes: a photograph or a scan
MOST_EVIDENCE = 20  # files of a complaint

SIGNATURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}
"""How the files begin that are taken as evidence."""


class Ground(Worded):
    """The law's words, and what else it leaves room for (等不正当手段)."""

    VIOLENCE = "violence", "暴力"
    THREAT = "threat", "威胁"
    DECEIT = "deceit", "欺骗"
    BRIBERY = "bribery", "贿赂"
    FORGED_PAPERS = "forged_papers", "伪造选票"
    FALSE_COUNT = "false_count", "虚报选举票数"
    OTHER = "other", "其他不正当手段"


class Effect(Worded):
    """What a decision does to the result. `none`: it was not so, or did not make anybody win."""

    NONE = "none", "不影响选举结果"
    PERSON = "person", "该人当选无效"
    RESULT = "result", "整个选举结果无效"


def check_receipt(received: date, *, today: date) -> None:
    if received > today:
        raise _invalid(FieldError("received_on", "date_in_future", "日期不能晚于今天。"))


def check_decider(decider: str, recorded_by: str) -> None:
    """Raises Conflict: who took the complaint in does not decide it."""
    if decider == recorded_by:
        raise Conflict("decider_recorded", "这件举报是您登记的，应由另一人作出决定。")


def check_decision(
    *, upheld: bool, effect: Effect, has_person: bool, state: State, decided: date, received: date, today: date
) -> None:
    """Raises Invalid for a decision that says two things, Conflict for one on a result that is not there."""
    faults: list[FieldError] = []
    if not received <= decided <= today:
        facts = {"received": received.isoformat()}
        message = "处理日期应在收到日{received}到今天之间。"
        faults.append(FieldError("decided_on", "decided_on_impossible", message, facts))
    if effect is not Effect.NONE and not upheld:
        faults.append(FieldError("effect", "effect_without_cause", "举报不成立的，不能宣布当选无效。"))
    if effect is Effect.PERSON and not has_person:
        faults.append(FieldError("candidate_id", "person_missing", "请写明宣布谁当选无效。"))
    if faults:
        raise _invalid(*faults)
    if effect is not Effect.NONE and state is not State.CERTIFIED:
        raise Conflict("result_not_certified", "选举结果还没有确认。")


def evidence_kind(content: bytes, there: Collection[str], sha256: str) -> str:
    """The media type, told by the content. Raises Invalid for another kind of file, one that is too large or is there
    already."""
    kind = next((name for start, name in SIGNATURES.items() if content.startswith(start)), None)
    if kind is None:
        raise _invalid(FieldError("file", "evidence_kind", "只能上传 JPEG、PNG 图片或者 PDF 文件。"))
    if len(content) > LARGEST_EVIDENCE:
        facts = {"most": LARGEST_EVIDENCE // 1024 // 1024}
        raise _invalid(FieldError("file", "evidence_too_large", "每个文件最大{most}MB。", facts))
    if sha256 in there:
        raise Conflict("evidence_there", "这个文件已经上传过。")
    if len(there) >= MOST_EVIDENCE:
        raise Conflict("evidence_many", "一件举报最多附{most}个文件。", most=MOST_EVIDENCE)
    return kind


def _invalid(*faults: FieldError) -> Invalid:
    return Invalid("complaint_invalid", "举报的记录有误，请按提示修改。", fields=faults)
