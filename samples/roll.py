"""A roll of electors: households at addresses, ages of an ageing community, typed as clerks type."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from samples.names import given_name, surname

HEADER = ("姓名", "性别", "出生日期", "住址", "居民小组", "登记类型")

_YOUNGEST = date(2008, 1, 1)
_STREETS = ("新兴一路", "新兴二路", "西江三路", "文澜路", "和平路", "步埠巷", "塘源路", "蝶山一路")
_GROUPS = 18
_AGE_BANDS = {(18, 29): 12, (30, 44): 24, (45, 59): 30, (60, 74): 25, (75, 92): 9}
_KINDS = {"户籍": 82, "常住": 16, "社区工作者": 2}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class Row(NamedTuple):
    name: str
    sex: str
    birth_date: str
    address: str
    group: str
    registration: str


def electors(count: int, seed: int) -> Iterator[Row]:
    """`count` different electors; the same for the same seed."""
    random = Random(seed)  # noqa: S311 - sample data must be the same each time
    seen: set[tuple[str, str, str]] = set()
    household = 0
    while len(seen) < count:
        household += 1
        for row in household_of(random, household):
            identity = (row.name, row.birth_date, row.address)
            if len(seen) < count and identity not in seen:
                seen.add(identity)
                yield row


def as_typed(rows: Iterator[Row], seed: int) -> Iterator[Row]:
    """The rows as they stand in real files: here full-width digits in an address, there a stray space."""
    random = Random(seed)  # noqa: S311
    for row in rows:
        chance = random.random()
        if chance < 0.01:
            yield row._replace(address=row.address.translate(_FULL_WIDTH))
        elif chance < 0.015:
            yield row._replace(name=f" {row.name}　")
        else:
            yield row


def generate_roll(path: Path, *, electors_count: int = 100_000, seed: int = 1, encoding: str = "gb18030") -> None:
    """Writes a CSV with CRLF lines, as Excel in a Chinese office saves it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(as_typed(electors(electors_count, seed), seed))
    path.write_bytes(text.getvalue().encode(encoding))


def household_of(random: Random, number: int) -> Iterator[Row]:
    """One to four adults at an address; partners have surnames of their own, their children one of the two."""
    address = f"{_STREETS[number % len(_STREETS)]}{number // 8 + 1}号{random.randint(1, 8)}0{random.randint(1, 4)}室"
    group = f"第{number % _GROUPS + 1}居民小组"
    family = surname(random)
    eldest = _age(random)
    for place in range(random.choices((1, 2, 3, 4), (18, 46, 24, 12))[0]):
        age = (
            eldest
            if place == 0
            else max(18, eldest - (random.randint(-4, 4) if place == 1 else random.randint(22, 34)))
        )
        sex = random.choice("男女") if place > 1 else "男女"[place]
        born = _birth_date(random, age)
        name = (surname(random) if place == 1 else family) + given_name(random, sex, born.year)
        kind = random.choices(list(_KINDS), list(_KINDS.values()))[0]
        yield Row(name, sex, born.isoformat(), address, group, kind)


def _age(random: Random) -> int:
    least, most = random.choices(list(_AGE_BANDS), list(_AGE_BANDS.values()))[0]
    return random.randint(least, most)


def _birth_date(random: Random, age: int) -> date:
    return _YOUNGEST - timedelta(days=(age - 18) * 365 + random.randint(0, 364))
