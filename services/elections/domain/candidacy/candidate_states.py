"""Where a nominee stands: on the paper, in reserve, withdrawn, or struck off."""

from __future__ import annotations

from enum import StrEnum


class CandidateState(StrEnum):
    """Who is in reserve was nominated but is not put up; they may take the place of one who withdraws or is struck off
    the list, because they cannot be elected any more."""

    STANDING = "standing"
    RESERVE = "reserve"
    WITHDRAWN = "withdrawn"
    STRUCK = "struck"

    @property
    def zh(self) -> str:
        return _ZH[self]


_ZH = {
    CandidateState.STANDING: "正式候选人",
    CandidateState.RESERVE: "备选",
    CandidateState.WITHDRAWN: "已退出",
    CandidateState.STRUCK: "已除名",
}
GONE = (CandidateState.WITHDRAWN, CandidateState.STRUCK)
