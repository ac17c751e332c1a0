"""The roll of electors as it comes in a file: who may be registered (Art 16), and nobody twice.

Made for 100,000 rows: rows pass through one at a time, and of each only a digest is kept, to find it doubled.
"""

from __future__ import annotations

from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from services.elections.domain.roll.persons import Registration, Sex
from services.elections.domain.rules.numbers import latest_birth_date
from shared.columns import cells
from shared.columns.headers import Column
from shared.columns.rows import RowReader
from shared.errors import FieldError, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from services.elections.domain.rules.rule_set import RuleSet
    from shared.columns.faults import Faults
    from shared.columns.rows import Rows

COLUMNS = (
    Column("name", "姓名"),
    Column("sex", "性别", ("gender",)),
    Column("birth_date", "出生日期", ("出生年月日", "birthday", "date of birth")),
    Column("address", "住址", ("地址", "家庭住址", "居住地址")),
    Column("group", "居民小组", ("小组", "residents group")),
    Column("registration", "登记类型", ("类型", "登记类别", "kind")),
)

UNDER_AGE = "{birth_date}出生，到选举日{polling_day}未满{age}周岁。"

OLDEST = 130
"""Nobody was ever older: an older birth date is a slip of the pen."""


class Elector(NamedTuple):
    name: str
    sex: Sex
    birth_date: date
    address: str
    group: str
    registration: Registration


read_sex = cells.one_of(
    {"男": Sex.MALE, "女": Sex.FEMALE, "male": Sex.MALE, "female": Sex.FEMALE, "m": Sex.MALE, "f": Sex.FEMALE},
    "男、女",
)
read_registration = cells.one_of(
    {kind.zh: kind for kind in Registration} | {kind.value: kind for kind in Registration}, "户籍、常住、社区工作者"
)

_READERS: dict[str, Callable[[str], Any]] = {
    "name": cells.person_name,
    "sex": read_sex,
    "birth_date": cells.day,
    "address": partial(cells.required, longest=200),
    "group": partial(cells.optional, longest=50),
    "registration": read_registration,
}


class Roll:
    """Reads rows into electors and collects the faults. `headers` maps each column to its header in the file."""

    def __init__(self, headers: Mapping[str, str], polling_day: date, rules: RuleSet) -> None:
        self._reader = RowReader(headers, _READERS)
        self._polling_day = polling_day
        self._rule = rules.electors
        self._youngest = latest_birth_date(polling_day, rules.electors.age)
        self._oldest = latest_birth_date(polling_day, OLDEST)
        self._lines: dict[bytes, int] = {}

    @property
    def faults(self) -> Faults:
        return self._reader.faults

    def electors(self, rows: Rows) -> Iterator[Elector]:
        """The electors of faultless rows. Ask `check` when the rows are through."""
        for line, values in self._reader.read(rows):
            elector = Elector(**values)
            if self._of_age(line, elector) and self._single(line, elector):
                yield elector

    def check(self) -> None:
        """Raises Invalid with the rows' faults, or because there was no row at all: a roll is taken whole or not."""
        self.faults.refuse("roll_invalid", "选民名单有{count}处错误，没有导入。")
        if not self._lines:
            raise Invalid("roll_empty", "名单中没有选民。")

    def _of_age(self, line: int, elector: Elector) -> bool:
        if self._oldest <= elector.birth_date <= self._youngest:
            return True
        days = {"birth_date": elector.birth_date.isoformat(), "polling_day": self._polling_day.isoformat()}
        if elector.birth_date < self._oldest:
            self._reader.fault(line, "birth_date", "birth_date_unlikely", "出生日期{birth_date}不可能。", days)
        else:
            facts = days | {"age": self._rule.age, "article": self._rule.clause}
            self._reader.fault(line, "birth_date", "under_age", UNDER_AGE, facts)
        return False

    def _single(self, line: int, elector: Elector) -> bool:
        first = self._lines.setdefault(_digest(elector), line)
        if first == line:
            return True
        message = "第{line}行与第{first_line}行是同一人：姓名、出生日期和住址相同。"
        self._reader.fault(line, "name", "elector_doubled", message, {"line": line, "first_line": first})
        return False


def faults_of(elector: Elector, polling_day: date, rules: RuleSet) -> list[FieldError]:
    """What keeps a single person from being registered, by the name of the wrong value."""
    days = {"birth_date": elector.birth_date.isoformat(), "polling_day": polling_day.isoformat()}
    if elector.birth_date < latest_birth_date(polling_day, OLDEST):
        return [FieldError("birth_date", "birth_date_unlikely", "出生日期{birth_date}不可能。", days)]
    if elector.birth_date > latest_birth_date(polling_day, rules.electors.age):
        facts = days | {"age": rules.electors.age, "article": rules.electors.clause}
        return [FieldError("birth_date", "under_age", UNDER_AGE, facts)]
    return []


def tidied(elector: Elector) -> Elector:
    """With texts as they are read from files. Raises Invalid for what cannot be."""
    try:
        return elector._replace(
            name=cells.person_name(elector.name),
            address=cells.required(elector.address, longest=200),
            group=cells.optional(elector.group, longest=50),
        )
    except cells.Unreadable as fault:
        faults = [FieldError("name", fault.code, fault.message, fault.facts)]
        raise Invalid("elector_invalid", "登记的选民有误，请按提示修改。", fields=faults) from fault


def _digest(elector: Elector) -> bytes:
    """16 bytes for name, birth date and address; spaces and case in an address do not make another place."""
    person = f"{elector.name}\n{elector.birth_date}\n{elector.address.replace(' ', '')}".casefold()
    return blake2b(person.encode(), digest_size=16).digest()
