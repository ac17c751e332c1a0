"""The tally sheet as a filled-in form: key rows (投票站, 计票单号, 发出选票, 收回选票), then a table.

The table has the columns 职务, 候选人, 赞成票. 计票单号 is left out where a station has one sheet only. Papers that are
marked beside each name have two columns more, 反对票 and 弃权票. The rows 废票 and 另选他人 may stand by ground and by
name: `废票：空白票`, `另选他人：张三`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.elections.domain.candidacy.namesakes import told_apart
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.tally import MAPPINGS, Figures, Sheet
from services.elections.domain.counting.void_grounds import VOID_GROUNDS
from shared.columns import cells
from shared.errors import FieldError, Invalid, Refusal

Row = tuple[int, list[str]]

_POSTS = {post.zh: post for post in Post}
_GROUNDS = {words: code for code, words in VOID_GROUNDS.items()}
_VOID, _OTHERS = "废票", "另选他人"
_TABLE = ("职务", "候选人", "赞成票")
_MARKS = ("反对票", "弃权票")
_NEEDED = ("投票站", "发出选票", "收回选票")
_NUMBER = "计票单号"


@dataclass(frozen=True, slots=True)
class SheetForm:
    """Whose form it should be: the station's name, and the candidates' ids by (post, name). Namesakes are told apart
    by their order on the paper; how many there are is in `namesakes`."""

    station: str
    candidates: Mapping[tuple[str, str], str]
    namesakes: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, station: str, standing: Sequence[tuple[str, str, str]]) -> SheetForm:
        """Of (post, name, id) in the paper's order."""
        by_post: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for post, name, candidate in standing:
            by_post[post].append((name, candidate))
        candidates = {
            (post, cells.clean(told)): candidate
            for post, people in by_post.items()
            for told, (_, candidate) in zip(told_apart([name for name, _ in people]), people, strict=True)
        }
        times = Counter((post, cells.clean(name)) for post, name, _ in standing)
        return cls(station, candidates, {each: count for each, count in times.items() if count > 1})


@dataclass(slots=True)
class _Contest:
    """As it is filled row by row; `void` and `others` are None until their own row was read."""

    void: int | None = None
    others: int | None = None
    votes: dict[str, int] = field(default_factory=dict)
    void_grounds: dict[str, int] = field(default_factory=dict)
    write_ins: dict[str, int] = field(default_factory=dict)
    against: dict[str, int] = field(default_factory=dict)
    abstained: dict[str, int] = field(default_factory=dict)

    def figures(self) -> Figures:
        return Figures(
            void=sum(self.void_grounds.values()) if self.void is None else self.void,
            others=sum(self.write_ins.values()) if self.others is None else self.others,
            **{part: getattr(self, part) for part in MAPPINGS},
        )


def read_sheet(rows: Sequence[Row], form: SheetForm) -> tuple[int, Sheet]:
    """The sheet's number and its figures. Raises Invalid with every row that cannot be read, or when it is another
    station's."""
    head, table = _split(rows)
    faults = [*_head_faults(head, form)]
    contests: dict[Post, _Contest] = {}
    for line, cells_of_row in table:
        faults += _read_row(line, cells_of_row, form, contests)
    number = _figure(head, _NUMBER, faults) if _NUMBER in head else 1
    issued, recovered = (_figure(head, key, faults) for key in _NEEDED[1:])
    if faults:
        raise Invalid("sheet_unreadable", "计票单有{count}处无法读取。", fields=faults, count=len(faults))
    return number, Sheet(issued, recovered, {post: contest.figures() for post, contest in contests.items()})


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
    if not any(row[:5]):
        return []
    post_name, name, *texts = (*row, *[""] * 5)[:5]
    marks: list[int | None] = []
    for column, text in zip((_TABLE[2], *_MARKS), texts, strict=True):
        try:
            marks.append(cells.number(text) if text or column == _TABLE[2] else None)
        except Refusal as fault:
            return [_row_fault(line, column, fault.code, fault.message, fault.facts)]
    if post_name not in _POSTS:
        return [_row_fault(line, "职务", "post_unknown", "没有“{post_name}”这个职务。", {"post_name": post_name})]
    return _place(line, _POSTS[post_name], name, marks, form, contests)


def _place(
    line: int, post: Post, name: str, marks: list[int | None], form: SheetForm, contests: dict[Post, _Contest]
) -> list[FieldError]:
    contest = contests.setdefault(post, _Contest())
    votes, against, abstained = marks[0] or 0, marks[1], marks[2]
    kind, _, detail = name.partition(":")
    facts = {"name": name, "post_name": post.zh}
    if kind in {_VOID, _OTHERS}:
        return _place_apart(line, kind, detail.strip(), votes, contest)
    if count := form.namesakes.get((post.value, name)):
        message = "{post_name}候选人中有{count}人叫“{name}”，请按选票上的顺序写成“{name}（1）”“{name}（2）”。"
        return [_row_fault(line, "候选人", "candidate_ambiguous", message, {**facts, "count": count})]
    if (candidate := form.candidates.get((post.value, name))) is None:
        return [_row_fault(line, "候选人", "candidate_unknown", "“{name}”不是{post_name}候选人。", facts)]
    if candidate in contest.votes:
        return [_row_fault(line, "候选人", "candidate_doubled", "{post_name}候选人“{name}”出现两次。", facts)]
    contest.votes[candidate] = votes
    if against is not None:
        contest.against[candidate] = against
    if abstained is not None:
        contest.abstained[candidate] = abstained
    return []


def _place_apart(line: int, kind: str, detail: str, votes: int, contest: _Contest) -> list[FieldError]:
    """A row of void papers or of votes for others: the whole number, or those of one ground or name."""
    if kind == _OTHERS and detail:
        contest.write_ins[detail] = contest.write_ins.get(detail, 0) + votes
    elif kind == _OTHERS:
        contest.others = votes
    elif not detail:
        contest.void = votes
    elif detail in _GROUNDS:
        contest.void_grounds[_GROUNDS[detail]] = contest.void_grounds.get(_GROUNDS[detail], 0) + votes
    else:
        facts = {"name": detail, "grounds": "、".join(_GROUNDS)}
        message = "没有“{name}”这项废票理由，可写：{grounds}。"
        return [_row_fault(line, "候选人", "void_ground_unreadable", message, facts)]
    return []


def _row_fault(line: int, column: str, code: str, message: str, facts: Mapping[str, object]) -> FieldError:
    return FieldError(f"row {line}, {column}", code, message, dict(facts), line=line, column=column)
