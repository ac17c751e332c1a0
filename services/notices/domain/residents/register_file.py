"""The register as a file: its columns, how each is read, and how a resident is written into one."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.addresses import check_address
from services.notices.domain.residents.kinds import BestTime, Interest, ResidentKind, kind_words
from shared import areas
from shared.columns import cells
from shared.columns.headers import Column
from shared.columns.rows import RowReader
from shared.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from shared.columns.faults import Faults
    from shared.columns.rows import Rows

ADDRESSED = tuple(channel for channel in Channel if channel.needs_address)

_OLDEST = date(1890, 1, 1)
_LONGEST_NUMBER = 40
_LONGEST_TEXT = 100
_BETWEEN = re.compile("[、，,;；/|]")

COLUMNS = (
    Column("area", "区划代码", ("社区代码",), required=False),
    Column("number", "编号", ("居民编号", "序号")),
    Column("name", "姓名"),
    Column("birth_date", "出生日期", ("出生年月日", "birthday", "date of birth"), required=False),
    Column("kinds", "居民类别", ("类别", "人员类别", "kind"), required=False),
    Column("interests", "关注事项", ("兴趣",), required=False),
    Column("group", "居民小组", ("小组", "residents group"), required=False),
    Column("building", "楼栋", ("栋", "楼号"), required=False),
    Column("door", "门牌", ("房号", "室"), required=False),
    Column("employer", "工作单位", ("单位",), required=False),
    Column("best_time", "方便时间", required=False),
    Column("language", "语言", required=False),
    Column("moved_away_on", "迁出日期", ("搬离日期",), required=False),
    Column("email", "电子邮箱", ("邮箱", "e-mail"), required=False),
    Column("email_consent", "同意电子邮件", ("邮件同意",), required=False),
    Column("sms", "手机号", ("手机", "电话", "mobile"), required=False),
    Column("sms_consent", "同意短信", ("短信同意",), required=False),
    Column("messaging", "即时消息账号", ("微信",), required=False),
    Column("messaging_consent", "同意即时消息", required=False),
    Column("webhook", "回调地址", required=False),
    Column("webhook_consent", "同意回调", required=False),
)

PERSONAL = tuple(
    column.name for column in COLUMNS if column.name not in {"area", "number"} and not column.name.startswith(ADDRESSED)
)
"""The columns of a resident's own row; the others say whose it is, and how they are reached."""

_Code = TypeVar("_Code", bound=StrEnum)


def _codes(words: Mapping[str, _Code], shown: str) -> Callable[[str], list[str]]:
    """A reader of several words in a cell, as codes in their order without repetition."""
    read = cells.one_of(words, shown)

    @cache  # few different cells in a large file
    def codes(text: str) -> list[str]:
        found = (read(word) for word in _BETWEEN.split(text) if word.strip())
        return sorted(dict.fromkeys(code.value for code in found))

    return lambda text: codes(cells.optional(text, 500)) if text else []


def _choice(words: Mapping[str, Any], shown: str, otherwise: Any) -> Callable[[str], Any]:
    read = cells.one_of(words, shown)
    return lambda text: read(text) if text.strip() else otherwise


@lru_cache(maxsize=10_000)  # neighbours live in one building
def _text(text: str) -> str | None:
    return cells.optional(text, _LONGEST_TEXT) or None if text else None


def _day(text: str) -> date | None:
    return cells.day(text) if text.strip() else None


def _birth_date(text: str) -> date | None:
    found = _day(text)
    if found is not None and found < _OLDEST:
        raise cells.Unreadable("birth_date_unlikely", "出生日期{birth_date}不可能。", birth_date=found.isoformat())
    return found


def _area(text: str) -> str:
    try:
        return areas.check(cells.required(text, 20))
    except Invalid as fault:
        raise cells.Unreadable(fault.code, fault.message, **fault.facts) from None


def _address(channel: Channel) -> Callable[[str], str | None]:
    return lambda text: check_address(channel, text) if text and text.strip() else None


_INTERESTS = {each.zh: each for each in Interest} | {each.value: each for each in Interest}
_TIMES = {each.zh: each for each in BestTime} | {each.value: each for each in BestTime}
_LANGUAGES = {"中文": "zh", "汉语": "zh", "zh": "zh", "英文": "en", "英语": "en", "english": "en", "en": "en"}
_YES = {"是": True, "同意": True, "yes": True, "y": True, "1": True, "true": True}
_NO = {"否": False, "不同意": False, "no": False, "n": False, "0": False, "false": False}

READERS: dict[str, Callable[[str], Any]] = {
    "area": _area,
    "number": partial(cells.required, longest=_LONGEST_NUMBER),
    "name": cells.person_name,
    "birth_date": _birth_date,
    "kinds": _codes(kind_words(), "、".join(kind.zh for kind in ResidentKind)),
    "interests": _codes(_INTERESTS, "、".join(each.zh for each in Interest)),
    "group": _text,
    "building": _text,
    "door": _text,
    "employer": _text,
    "best_time": _choice(_TIMES, "、".join(each.zh for each in BestTime), BestTime.ANY.value),
    "language": _choice(_LANGUAGES, "中文、英文", "zh"),
    "moved_away_on": _day,
    **{channel.value: _address(channel) for channel in ADDRESSED},
    **{f"{channel.value}_consent": _choice(_YES | _NO, "是、否", False) for channel in ADDRESSED},
}


class Register:
    """Reads rows into residents and collects the faults. A file either names each resident's community (`known` are
    those that it may name) or is of the one that it was sent for."""

    def __init__(self, headers: Mapping[str, str], *, area: str, known: frozenset[str], today: date) -> None:
        self._reader = RowReader(headers, READERS)
        self._area, self._known, self._today = area, known, today
        self.columns = tuple(column for column in READERS if column in headers)
        self.rows = 0

    @property
    def faults(self) -> Faults:
        return self._reader.faults

    def residents(self, rows: Rows) -> Iterator[tuple[int, dict[str, Any]]]:
        """Line number and values by column of faultless rows. Ask `check` when the rows are through."""
        for line, values in self._reader.read(rows):
            self.rows += 1
            values.setdefault("area", self._area)
            if self._in_place(line, values) and self._in_time(line, values):
                yield line, values

    def doubled(self, line: int, first_line: int, number: str) -> None:
        message = "第{line}行与第{first_line}行的编号相同：{number}。"
        self._reader.fault(
            line, "number", "number_doubled", message, {"line": line, "first_line": first_line, "number": number}
        )

    def check(self) -> None:
        """Raises Invalid with the faults, or because there was no row: a register is taken whole or not at all."""
        self.faults.refuse("register_invalid", "居民名册有{count}处错误，没有导入。")
        if not self.rows:
            raise Invalid("register_empty", "名册中没有居民。")

    def _in_place(self, line: int, values: dict[str, Any]) -> bool:
        if values["area"] in self._known:
            return True
        facts = {"area": values["area"]}
        message = "区划代码{area}不是导入范围内已登记的社区。"
        self._reader.fault(line, "area" if "area" in self.columns else "number", "area_unknown", message, facts)
        return False

    def _in_time(self, line: int, values: dict[str, Any]) -> bool:
        late = [name for name in ("birth_date", "moved_away_on") if (values.get(name) or self._today) > self._today]
        for name in late:
            day = values[name].isoformat()
            self._reader.fault(line, name, "date_in_future", "日期{day}在今天以后。", {"day": day})
        return not late


def in_words(codes: Sequence[str], kinds: type[ResidentKind] | type[Interest]) -> str:
    """As `READERS` read it again."""
    return "、".join(kinds(code).zh for code in codes)
