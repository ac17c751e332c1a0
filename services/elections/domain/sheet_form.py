"""The tally sheet as a filled-in form: key rows (投票站, 发出选票, 收回选票), then a table of 职务, 候选人, 赞成票."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.elections.domain import cells
from services.elections.domain.post import Post
from services.elections.domain.tally import Figures, Sheet
from shared.errors import FieldError, Invalid, Refusal

Row = tuple[int, list[str]]

_POSTS = {post.zh: post for post in Post}
_VOID, _OTHERS = "废票", "另选他人"
_TABLE = ("职务", "候选人", "赞成票")
_NEEDED = ("投票站", "发出选票", "收回选票")


@dataclass(frozen=True, slots=True)
class SheetForm:
    """Whose form it should be: the station's name, and the candidates' ids by (post, name)."""

    station: str
    candidates: Mapping[tuple[str, str], str]


@dataclass(slots=True)
class _Contest:
    void: int = 0
    others: int = 0
    votes: dict[str, int] = field(default_factory=dict)


def read_sheet(rows: Sequence[Row], form: SheetForm) -> Sheet:
    """The figures of a form. Raises Invalid with every row that cannot be read, or when it is another station's."""
    head, table = _split(rows)
    faults = [*_head_faults(head, form)]
    contests: dict[Post, _Contest] = {}
    for line, cells_of_row in table:
        faults += _read_row(line, cells_of_row, form, contests)
    issued, recovered = (_figure(head, key, faults) for key in _NEEDED[1:])
    if faults:
        raise Invalid("sheet_unreadable", "计票单有{count}处无法读取。", fields=faults, count=len(faults))
    figures = {post: Figures(contest.void, contest.votes, contest.others) for post, contest in contests.items()}
    return Sheet(issued, recovered, figures)


def _split(rows: Sequence[Row]) -> tuple[dict[str, tuple[int, str]], list[Row]]:
    """The key rows by their key, and the rows under the table's header."""
    cleaned = [(line, [cells.clean(cell) for cell in row]) for line, row in rows]
    start = next((place for place, (_, row) in enumerate(cleaned) if tuple(row[:3]) == _TABLE), len(cleaned))
    head = {row[0]: (line, row[1]) for line, row in cleaned[:start] if len(row) > 1}
    return head, cleaned[start + 1 :]


def _head_faults(head: Mapping[str, tuple[int, str]], form: SheetForm) -> Iterator[FieldError]:
    for key in _NEEDED:
        if key not in head:
            yield FieldError(key, "key_missing", "缺少“{key}”一行。", {"key": key})
    if "投票站" in head and head["投票站"][1] != cells.clean(form.station):
        line, found = head["投票站"]
        message = "这是“{found}”的计票单，不是“{station}”的。"
        yield FieldError("投票站", "station_differs", message, {"found": found, "station": form.station}, line=line)


def _figure(head: Mapping[str, tuple[int, str]], key: str, faults: list[FieldError]) -> int:
    if key not in head:
        return 0
    line, text = head[key]
    try:
        return cells.number(text)
    except Refusal as fault:
        faults.append(FieldError(key, fault.code, fault.message, fault.facts, line=line))
        return 0


def _read_row(line: int, row: list[str], form: SheetForm, contests: dict[Post, _Contest]) -> list[FieldError]:
    if not any(row[:3]):
        return []
    post_name, name, text = (*row, "", "", "")[:3]
    try:
        votes = cells.number(text)
    except Refusal as fault:
        return [FieldError(f"row {line}, 赞成票", fault.code, fault.message, fault.facts, line=line, column="赞成票")]
    if post_name not in _POSTS:
        message = "没有“{post_name}”这个职务。"
        return [
            FieldError(f"row {line}, 职务", "post_unknown", message, {"post_name": post_name}, line=line, column="职务")
        ]
    return _place(line, _POSTS[post_name], name, votes, form, contests)


def _place(
    line: int, post: Post, name: str, votes: int, form: SheetForm, contests: dict[Post, _Contest]
) -> list[FieldError]:
    contest = contests.setdefault(post, _Contest())
    if name == _VOID:
        contest.void = votes
    elif name == _OTHERS:
        contest.others = votes
    elif (candidate := form.candidates.get((post.value, name))) is None:
        facts = {"name": name, "post_name": post.zh}
        message = "“{name}”不是{post_name}候选人。"
        return [FieldError(f"row {line}, 候选人", "candidate_unknown", message, facts, line=line, column="候选人")]
    elif candidate in contest.votes:
        facts = {"name": name, "post_name": post.zh}
        message = "{post_name}候选人“{name}”出现两次。"
        return [FieldError(f"row {line}, 候选人", "candidate_doubled", message, facts, line=line, column="候选人")]
    else:
        contest.votes[candidate] = votes
    return []
