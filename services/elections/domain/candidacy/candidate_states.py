"""Where a nominee stands: on the paper, in reserve, or withdrawn."""

from __future__ import annotations

from enum import StrEnum


class CandidateState(StrEnum):
    """Who is in reserve was nominated but is not put up; they may take the place of one who withdraws."""

    STANDING = "standing"
    RESERVE = "reserve"
    WITHDRAWN = "withdrawn"

    @property
    def zh(self) -> str:
        return _ZH[self]


_ZH = {
    CandidateState.STANDING: "正式候选人",
    CandidateState.RESERVE: "备选",
    CandidateState.WITHDRAWN: "已退出",
}
