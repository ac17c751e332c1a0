"""The training ledger (培训台账) as a file: one row for each cadre who came to a session that was held.

An office that begins with this system in mid-year has trained its cadres before, and that counts (R47).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from services.training.domain.learning.sessions import LONGEST
from shared.clock import CIVIL_ZONE
from shared.columns import cells
from shared.columns.headers import Column
from shared.columns.rows import RowReader
from shared.errors import Invalid, TooLarge
from shared.tabular.export import Cell

if TYPE_CHECKING:
    from shared.columns.rows import Rows

COLUMNS = (
    Column("on", "日期", ("培训日期", "day")),
    Column("begins", "上课时间", ("开始时间", "class begins")),
    Column("ends", "下课时间", ("结束时间", "class ends")),
    Column("course", "课程代码", ("course code",), required=False),
    Column("title", "班次名称", ("培训名称", "title"), required=False),
    Column("venue", "地点", ("培训地点", "place")),
    Column("teacher", "教师", ("授课教师",), required=False),
    Column("area", "区划代码", ("社区代码", "division code")),
    Column("name", "姓名"),
    Column("birth_date", "出生日期", ("date of birth",), required=False),
    Column("score", "成绩", ("考核成绩",), required=False),
)
MOST_ROWS = 5_000
"""Two sessions of a whole district: more would keep a request waiting."""


@dataclass(frozen=True, slots=True)
class Held:
    """A session that was held. Without a course it has a title."""

    starts_at: datetime
    ends_at: datetime
    course: str
    title: str
    venue: str
    teacher: str

    def clashes(self, other: Held) -> bool:
        return self != other and self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Came(NamedTuple):
    """A row: who came to which session. `score` is None where nothing was tested."""

    line: int
    held: Held
    area: str
    name: str
    birth_date: date | None
    score: int | None


class LedgerFile:
    """Reads rows and collects the faults."""

    def __init__(self, headers: Mapping[str, str], now: datetime) -> None:
        self.reader = RowReader(headers, _READERS)
        self._now = now

    def rows(self, rows: Rows) -> Iterator[Came]:
        """Those without a fault of their own."""
        for count, (line, values) in enumerate(self.reader.read(rows)):
            if count >= MOST_ROWS:
                raise TooLarge("too_many_rows", "一次最多导入{most}行，请分批导入。", most=MOST_ROWS)
            before = self.reader.faults.total
            came = _came(line, values)
            self._check(came)
            if self.reader.faults.total == before:
                yield came

    def check(self, found: Sequence[Came]) -> None:
        """Raises Invalid with the rows' faults, or because there was no row at all."""
        self.reader.faults.refuse("ledger_invalid", "台账有{count}处错误，没有导入。")
        if not found:
            raise Invalid("ledger_empty", "台账中没有记录。")

    def _check(self, came: Came) -> None:
        held, line = came.held, came.line
        if not held.course and not held.title:
            column = "course" if "course" in self.reader.headers else "on"
            self.reader.fault(line, column, "course_or_title", "应填写课程代码或者班次名称。", {})
        if held.ends_at <= held.starts_at:
            self.reader.fault(line, "ends", "ends_before_start", "结束时间应晚于开始时间。", {})
        elif held.ends_at - held.starts_at > LONGEST:
            hours = {"hours": int(LONGEST.total_seconds() // 3600)}
            self.reader.fault(line, "ends", "too_long", "一次培训不超过{hours}小时。", hours)
        if held.ends_at > self._now:
            self.reader.fault(line, "on", "not_over_yet", "台账只登记已经结束的培训。", {})


class Attendees:
    """Who came to what by a file: nobody twice to one session, nobody to two at a time. `key` tells a cadre."""

    def __init__(self) -> None:
        self._seen: dict[object, list[Came]] = {}

    def check(self, reader: RowReader, came: Came, key: object) -> bool:
        """Whether the row may stand; else the reader gets the fault."""
        before = self._seen.setdefault(key, [])
        for other in before:
            facts = {"first_line": other.line}
            if other.held == came.held:
                reader.fault(came.line, "name", "row_doubled", "与第{first_line}行重复。", facts)
                return False
            if other.held.clashes(came.held):
                reader.fault(came.line, "begins", "row_clashes", "与第{first_line}行的培训时间重叠。", facts)
                return False
        before.append(came)
        return True


def line_of(came: Came) -> list[Cell]:
    """A row as the columns have it."""
    held = came.held
    begins, ends = (at.astimezone(CIVIL_ZONE) for at in (held.starts_at, held.ends_at))
    when: list[Cell] = [begins.date(), f"{begins:%H:%M}", f"{ends:%H:%M}"]
    what: list[Cell] = [held.course or None, held.title, held.venue, held.teacher or None]
    return [*when, *what, came.area, came.name, came.birth_date, came.score]


def _came(line: int, values: Mapping[str, Any]) -> Came:
    begins, ends = (datetime.combine(values["on"], values[name], CIVIL_ZONE) for name in ("begins", "ends"))
    words = [values.get(name) or "" for name in ("course", "title", "venue", "teacher")]
    who = values["area"], values["name"], values.get("birth_date")
    return Came(line, Held(begins, ends, *words), *who, values.get("score"))


_TIME = re.compile(r"([0-9]{1,2})[:时]([0-9]{2})分?(?::00)?")


def _time(text: str) -> time:
    """9:00, 09:00:00 or 9时00分."""
    typed = cells.required(text, 20)
    found = _TIME.fullmatch(typed)
    try:
        hour, minute = map(int, found.groups()) if found else (-1, 0)
        return time(hour, minute)
    except ValueError:
        raise cells.Unreadable("time_unreadable", "不是时间：“{value}”，应如09:00。", value=typed) from None


def _score(text: str) -> int:
    found = cells.number(text)
    if found > 100:  # points of a hundred
        raise cells.Unreadable("score_unreadable", "成绩应为0到100：“{value}”。", value=text)
    return found


def _or_none(read: Callable[[str], Any], text: str) -> Any:
    return read(text) if cells.clean(text) else None


_READERS: Mapping[str, Callable[[str], Any]] = {
    "on": cells.day,
    "begins": _time,
    "ends": _time,
    "course": partial(cells.optional, longest=30),
    "title": partial(cells.optional, longest=200),
    "venue": partial(cells.required, longest=200),
    "teacher": partial(cells.optional, longest=100),
    "area": partial(cells.required, longest=12),
    "name": cells.person_name,
    "birth_date": partial(_or_none, cells.day),
    "score": partial(_or_none, _score),
}
