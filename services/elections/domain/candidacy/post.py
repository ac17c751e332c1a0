"""The posts of a residents' committee (Art 8), in their order on the ballot paper."""

from __future__ import annotations

from enum import StrEnum


class Post(StrEnum):
    DIRECTOR = "director"
    VICE_DIRECTOR = "vice_director"
    MEMBER = "member"

    @property
    def zh(self) -> str:
        return _ZH[self]


_ZH = {Post.DIRECTOR: "主任", Post.VICE_DIRECTOR: "副主任", Post.MEMBER: "委员"}
