"""A register of residents: households with their kinds, interests and the ways in which each can be told.

Nobody of it exists. Addresses are of example.com (RFC 2606), mobile numbers begin with 154, which no operator has.
A few addresses are such that the local sinks bounce, put off or do not know them (`shared/sinks/behaviour.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from samples.roll import Row, household_of
from samples.workbook import write_rows

HEADER = (
    "编号", "姓名", "出生日期", "居民类别", "关注事项", "居民小组", "楼栋", "门牌", "工作单位", "方便时间", "语言",
    "电子邮箱", "同意电子邮件", "手机号", "同意短信", "即时消息账号", "同意即时消息",
)  # fmt: skip

_TODAY = date(2026, 1, 1)
_EMPLOYERS = ("步埠制药厂", "西江船运公司", "新兴小学", "万秀区人民医院", "梧桐百货", "城东邮政支局", "蝶山印刷厂")
_INTERESTS = {
    "环境卫生": 30, "治安": 24, "物业": 22, "养老服务": 14, "健康": 26, "子女教育": 18, "就业": 12, "文化活动": 20,
    "体育": 12, "志愿服务": 10, "救助": 6,
}  # fmt: skip
_TROUBLE = {"": 962, "bounce+": 16, "defer+": 10, "nobody+": 8, "refuse+": 4}  # of a thousand e-mail addresses
_BAD_ENDS = ("9990", "9991", "9992", "9993")


class Person(NamedTuple):
    row: Row
    age: int
    alone: bool


def residents(count: int, seed: int) -> Iterator[Sequence[str]]:
    """Rows under `HEADER`; the same for the same seed."""
    random = Random(seed)  # noqa: S311 - sample data must be the same each time
    number = household = 0
    while number < count:
        household += 1
        for person in _people(random, household):
            number += 1
            if number <= count:
                yield _row(random, number, person)


def write_register(path: Path, rows: Iterator[Sequence[str]], *, header: Sequence[str] = HEADER) -> None:
    """CSV with CRLF lines, as Excel in a Chinese office saves it; or a workbook, by the file's ending."""
    if path.suffix == ".xlsx":
        write_rows(path, [header, *rows], sheet="居民名册")
        return
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)


def _people(random: Random, household: int) -> Iterator[Person]:
    """The adults of a household, and now and then a child."""
    adults = list(household_of(random, household))
    for adult in adults:
        yield Person(adult, _age(adult), alone=len(adults) == 1)
    parent = adults[0]
    if 26 <= _age(parent) <= 46 and random.random() < 0.4:
        born = date(random.randint(2009, 2024), random.randint(1, 12), random.randint(1, 28))
        name = parent.name[0] + random.choice(("子轩", "梓涵", "浩宇", "欣怡", "一诺"))
        child = parent._replace(name=name, sex=random.choice("男女"), birth_date=born.isoformat())
        yield Person(child, _age(child), alone=False)


def _row(random: Random, number: int, person: Person) -> Sequence[str]:
    employed = 22 <= person.age <= 59 and random.random() < 0.5
    building, door = person.row.address.split("号", 1)
    return (
        f"B{number:05}",
        person.row.name,
        person.row.birth_date,
        "、".join(_kinds(random, person, employed)),
        "、".join(_interests(random, person)),
        person.row.group,
        f"{building}号",
        door,
        random.choice(_EMPLOYERS) if employed else "",
        random.choices(("随时", "晚上", "周末"), (30, 50, 20))[0] if employed else "",
        "英文" if random.random() < 0.004 else "",
        *_email(random, number, person),
        *_mobile(random, number, person),
        *_account(random, number, person),
    )


def _kinds(random: Random, person: Person, employed: bool) -> Iterator[str]:
    if employed:
        yield "单位在职"
    elif 22 <= person.age <= 59 and random.random() < 0.12:
        yield "失业"
    if person.age >= 60 and random.random() < 0.5:  # the others are known by their birth dates
        yield "老年人"
    if person.age >= 65 and person.alone:
        yield "独居"
    if person.row.sex == "女" and person.age >= 18:
        yield "妇女"
    if 18 <= person.age <= 35:
        yield "青年"
    if person.row.registration == "常住":
        yield "流动人口"
    for kind, share, from_age in (("低保", 0.04, 18), ("残疾人", 0.03, 0), ("党员", 0.09, 22), ("退役军人", 0.02, 22)):
        if person.age >= from_age and random.random() < share:
            yield kind


def _interests(random: Random, person: Person) -> list[str]:
    if person.age < 14 or random.random() < 0.35:
        return []
    found = random.choices(list(_INTERESTS), list(_INTERESTS.values()), k=random.randint(1, 3))
    return [each for each in _INTERESTS if each in found]


def _email(random: Random, number: int, person: Person) -> tuple[str, str]:
    if random.random() > (0.45 if 16 <= person.age < 60 else 0.08):
        return "", ""
    trouble = random.choices(list(_TROUBLE), list(_TROUBLE.values()))[0]
    return f"{trouble}b{number:05}@example.com", _consent(random)


def _mobile(random: Random, number: int, person: Person) -> tuple[str, str]:
    if person.age < 14 or random.random() > (0.88 if person.age < 60 else 0.6):
        return "", ""
    end = random.choice(_BAD_ENDS) if random.random() < 0.015 else f"{number * 7 % 9990:04}"
    return f"154{number // 9990 % 10_000:04}{end}", _consent(random)


def _account(random: Random, number: int, person: Person) -> tuple[str, str]:
    if not 16 <= person.age < 75 or random.random() > 0.3:
        return "", ""
    return f"wx_b{number:05}", _consent(random)


def _consent(random: Random) -> str:
    return "是" if random.random() < 0.85 else "否"


def _age(row: Row) -> int:
    born = date.fromisoformat(row.birth_date)
    return _TODAY.year - born.year - ((_TODAY.month, _TODAY.day) < (born.month, born.day))
