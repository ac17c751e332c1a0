"""The community's mark (R64): designs are handed in, residents vote, the one with the most votes is the mark."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from services.notices.domain.second_person import second_person_missing
from shared.errors import Conflict, Missing, TooLarge, UnsupportedFile
from shared.worded import Worded

LARGEST = 2 * 1024 * 1024
"""Bytes of a design's picture."""

_BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class MarkState(Worded):
    DRAFT = "draft", "草稿"
    COLLECTING = "collecting", "征集作品中"
    VOTING = "voting", "投票中"
    DECIDED = "decided", "已选定"


class MarkStep(Worded):
    COLLECT = "collect", "开始征集"
    VOTE = "vote", "开始投票"
    DECIDE = "decide", "公布结果"


TRANSITIONS: dict[tuple[MarkState, MarkStep], MarkState] = {
    (MarkState.DRAFT, MarkStep.COLLECT): MarkState.COLLECTING,
    (MarkState.COLLECTING, MarkStep.VOTE): MarkState.VOTING,
    (MarkState.VOTING, MarkStep.DECIDE): MarkState.DECIDED,
}


def advance(state: MarkState, step: MarkStep, *, actor: str, author: str, designs: int) -> MarkState:
    """The state after the step. Raises Conflict with what is missing. `designs` are those that residents may see."""
    if (state, step) not in TRANSITIONS:
        message = "标志评选“{state_name}”，不能“{step_name}”。"
        raise Conflict("step_out_of_order", message, state_name=state.zh, step_name=step.zh)
    missing = None
    if step is MarkStep.COLLECT:
        missing = second_person_missing(actor, (author,), step.zh)
    if step is MarkStep.VOTE and designs < 2:
        missing = Missing("designs_missing", "至少公开两件作品才能投票。")
    if missing:
        raise Conflict("duties_unmet", "现在还不能“{step_name}”。", missing=[missing], step_name=step.zh)
    return TRANSITIONS[state, step]


def must_be(state: MarkState, needed: MarkState) -> None:
    if state is not needed:
        raise Conflict("mark_step_impossible", "标志评选“{state_name}”，现在不能这样做。", state_name=state.zh)


def winner(votes: Mapping[UUID, int]) -> UUID:
    """The design with the most votes. Raises Conflict while there is none, or two have as many."""
    best = max(votes.values(), default=0)
    first = [design for design, count in votes.items() if count == best]
    if not best or len(first) > 1:
        raise Conflict("mark_tied", "得票最多的作品不止一件，或者还没有人投票，请延长投票。")
    return first[0]


def recognise(content: bytes) -> str:
    """The picture's media type, by its content. Raises UnsupportedFile and TooLarge."""
    if len(content) > LARGEST:
        raise TooLarge("design_too_large", "作品图片最大{megabytes}MB。", megabytes=LARGEST // 1024 // 1024)
    kind = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), None)
    if kind is None:
        raise UnsupportedFile("design_unreadable", "作品图片应是JPEG或PNG文件。")
    return kind
