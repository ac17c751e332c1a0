"""The roster as a file: one row for each post that a cadre holds or held. What is exported can be imported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from services.training.domain.office.cadres import Education, Facts, Party, Sex, Source, age_faults
from services.training.domain.office.posts import Post
from services.training.domain.office.terms import Person
from shared.columns import cells
from shared.columns.faults import Faults
from shared.columns.headers import Column
from shared.columns.rows import RowReader
from shared.errors import Invalid, TooLarge
from shared.tabular.export import Cell

if TYPE_CHECKING:
    from shared.columns.rows import Rows

COLUMNS = (
    Column("area", "区划代码", ("社区代码", "area code")),
    Column("name", "姓名"),
    Column("sex", "性别", ("gender",)),
    Column("birth_date", "出生日期", ("出生年月日", "birthday")),
    Column("post", "职务"),
    Column("starts_on", "任职日期", ("起始日期",)),
    Column("ends_on", "届满日期", required=False),
    Column("ended_on", "离任日期", required=False),
    Column("source", "来源", ("来源渠道",), required=False),
    Column("education", "学历", ("文化程度",), required=False),
    Column("party", "政治面貌", required=False),
    Column("home_unit", "原单位", ("派出单位",), required=False),
)
MOST_ROWS = 5_000
"""A district has some 2,000 cadres. More is no roster, and would keep a request waiting."""


class Entry(NamedTuple):
    """A row. Somebody without a post has no days either."""

    line: int
    area: str
    person: Person
    sex: Sex
    facts: Facts
    post: Post | None
    starts_on: date | None
    ends_on: date | None
    ended_on: date | None

    @property
    def runs(self) -> bool:
        return self.post is not None and self.ended_on is None


Holder = tuple[str, Person]
"""A cadre: the area, and the person."""


@dataclass(frozen=True, slots=True)
class Known:
    """`areas` are the communities that the file may name, `held` who holds which post since when."""

    areas: Collection[str]
    held: Mapping[Holder, Mapping[str, date]]
    today: date


class RosterFile:
    """Reads rows into entries and collects the faults. `headers` maps each column to its header in the file."""

    def __init__(self, headers: Mapping[str, str], known: Known) -> None:
        self._reader = RowReader(headers, _READERS)
        self._known = known
        self._lines: dict[object, int] = {}

    @property
    def faults(self) -> Faults:
        return self._reader.faults

    def entries(self, rows: Rows) -> Iterator[Entry]:
        """The entries of faultless rows. Ask `check` when the rows are through."""
        for count, (line, values) in enumerate(self._reader.read(rows)):
            if count >= MOST_ROWS:
                raise TooLarge("too_many_rows", "一次最多导入{most}行，请分批导入。", most=MOST_ROWS)
            entry = _entry(line, values)
            before = self.faults.total
            self._check(entry)
            if self.faults.total == before:
                yield entry

    def check(self) -> None:
        """Raises Invalid with the rows' faults, or because there was no row at all: a file is taken whole or not."""
        self.faults.refuse("roster_invalid", "名册有{count}处错误，没有导入。")
        if not self._lines:
            raise Invalid("roster_empty", "名册中没有人员。")

    def _check(self, entry: Entry) -> None:
        if entry.area not in self._known.areas:
            self._fault(entry, "area", "area_not_found", _NO_AREA, area=entry.area)
        for fault in age_faults(entry.person.birth_date, self._known.today):
            self._fault(entry, "birth_date", fault.code, fault.message, **fault.facts)
        self._check_days(entry)
        self._check_single(entry)

    def _check_days(self, entry: Entry) -> None:
        if (entry.post is None) != (entry.starts_on is None):
            self._fault(entry, "starts_on", "post_and_start", "职务和任职日期应同时填写，或者都不填。")
        if entry.starts_on is None:
            return
        if entry.ends_on is not None and entry.ends_on <= entry.starts_on:
            self._fault(entry, "ends_on", "ends_before_start", "届满日期应晚于任职日期。")
        if entry.ended_on is not None and not entry.starts_on <= entry.ended_on <= self._known.today:
            self._fault(entry, "ended_on", "end_outside_term", "结束日期应在任职日期与今天之间。")

    def _check_single(self, entry: Entry) -> None:
        """Nobody holds a post twice at a time: neither by two rows, nor by a row and what is known."""
        own = (entry.area, entry.person, entry.post)
        first = self._lines.setdefault(own if entry.runs else (*own, entry.starts_on), entry.line)
        if first != entry.line:
            message = "第{line}行与第{first_line}行重复：同一人、同一职务。"
            self._fault(entry, "name", "row_doubled", message, line=entry.line, first_line=first)
        since = self._known.held.get((entry.area, entry.person), {}).get(entry.post or "")
        if entry.runs and since is not None and since != entry.starts_on:
            message = "该干部自{since}起已任此职。"
            self._fault(entry, "post", "post_held_already", message, since=since.isoformat())

    def _fault(self, entry: Entry, column: str, code: str, message: str, **facts: object) -> None:
        self._reader.fault(entry.line, column, code, message, facts)


def line_of(entry: Entry) -> list[Cell]:
    """An entry as the columns have it."""
    facts, person = entry.facts, entry.person
    who: list[Cell] = [entry.area, person.name, entry.sex.zh, person.birth_date]
    days = [entry.starts_on, entry.ends_on, entry.ended_on]
    words = map(_zh, (facts.source, facts.education, facts.party))
    return [*who, _zh(entry.post), *days, *words, facts.home_unit or None]


def _zh(word: Post | Source | Education | Party | None) -> str | None:
    return word.zh if word else None


def _entry(line: int, values: Mapping[str, Any]) -> Entry:
    facts = Facts(
        values.get("education"), values.get("source"), values.get("party"), values.get("home_unit") or ""
    )  # a column that the file lacks says nothing
    person = Person.named(values["name"], values["birth_date"])
    days = [values.get(name) for name in ("starts_on", "ends_on", "ended_on")]
    return Entry(line, values["area"], person, values["sex"], facts, values["post"], *days)


_NO_AREA = "没有找到区划代码为{area}的社区，或不在您的管辖范围内。"


def _words(kind: Iterable[Any]) -> Callable[[str], Any]:
    words = list(kind)
    read = {word: each for each in words for word in (each.zh, each.value)}
    return cells.one_of(read, "、".join(each.zh for each in words))


def _or_none(read: Callable[[str], Any], text: str) -> Any:
    return read(text) if cells.clean(text) else None


_READERS: Mapping[str, Callable[[str], Any]] = {
    "area": partial(cells.required, longest=20),
    "name": cells.person_name,
    "sex": _words(Sex),
    "birth_date": cells.day,
    "post": partial(_or_none, _words(Post)),
    "starts_on": partial(_or_none, cells.day),
    "ends_on": partial(_or_none, cells.day),
    "ended_on": partial(_or_none, cells.day),
    "source": partial(_or_none, _words(Source)),
    "education": partial(_or_none, _words(Education)),
    "party": partial(_or_none, _words(Party)),
    "home_unit": partial(cells.optional, longest=100),
}
