"""The posts of a residents' committee (Art 8), in their order on the ballot paper."""

from __future__ import annotations

from shared.worded import Worded


class Post(Worded):
    DIRECTOR = "director", "主任"
    VICE_DIRECTOR = "vice_director", "副主任"
    MEMBER = "member", "委员"
