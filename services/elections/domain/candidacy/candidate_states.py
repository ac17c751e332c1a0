"""Where a nominee stands: on the paper, in reserve, withdrawn, or struck off."""

from __future__ import annotations

from shared.worded import Worded


class CandidateState(Worded):
    """Who is in reserve was nominated but is not put up; they may take the place of one who withdraws or is struck off
    the list, because they cannot be elected any more."""

    STANDING = "standing", "正式候选人"
    RESERVE = "reserve", "备选"
    WITHDRAWN = "withdrawn", "已退出"
    STRUCK = "struck", "已除名"


GONE = (CandidateState.WITHDRAWN, CandidateState.STRUCK)
