"""What a figure of a sheet is called, by its path in `Sheet.flat`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.void_grounds import VOID_GROUNDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = {
    "issued": "发出选票",
    "recovered": "收回选票",
    "void": "废票",
    "others": "另选他人",
    "void_grounds": "废票",
    "write_ins": "另选他人",
    "votes": "赞成",
    "against": "反对",
    "abstained": "弃权",
}


def words_of(field: str, names: Mapping[str, str]) -> list[str]:
    """From the post to the person: 主任, 张三, 赞成. `names` are the candidates' by id."""
    if "." not in field:
        return [_WORDS[field]]
    _, post, part, key = (*field.split(".", 3), "")[:4]
    words = [Post(post).zh]
    if part in {"votes", "against", "abstained"}:
        return [*words, names.get(key, key), _WORDS[part]]
    return [*words, _WORDS[part], *([VOID_GROUNDS.get(key, key)] if key else [])]


def whose(field: str, names: Mapping[str, str]) -> str | None:
    """Whose figure it is: a candidate's, or another person's who was written in."""
    *_, part, key = ("", *field.split(".", 3))
    return key if part == "write_ins" else names.get(key)
