"""The cadres of a subdistrict's nine communities, each community with a problem of the field study.

Ages are those on the day for which the files are made, so that a problem is there whenever they are made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.names import given_name, surname

DISTRICT = ("450403000000", "万秀区", "county")
OFFICE = ("450403001000", "城中街道", "subdistrict")
COMMUNITIES = {
    "450403001001": "中山社区",
    "450403001002": "河堤社区",
    "450403001003": "文化社区",
    "450403001004": "阜民社区",
    "450403001005": "南环社区",
    "450403001006": "建设社区",
    "450403001007": "龙湖社区",
    "450403001008": "桂江社区",
    "450403001009": "西环社区",
}

_TEAMS = {
    "中山社区": """
        主任 女 43 本科 本社区居民 中共党员
        副主任 男 38 大专 新招聘 群众
        委员 女 29 本科 大学生 预备党员
        委员 男 52 高中 本社区居民 群众
        委员 女 36 大专 新招聘 群众
        党组织书记 男 47 大专 退伍 中共党员
        社区工作者 女 26 本科 大学生 入党积极分子 新""",
    "河堤社区": """
        主任 男 56 高中 反聘退休 中共党员
        副主任 女 53 高中 反聘退休 群众
        委员 男 49 大专 下岗 群众
        委员 女 54 高中 反聘退休 群众
        委员 女 47 高中 下岗 群众
        党组织书记 男 58 大专 反聘退休 中共党员
        社区工作者 男 27 大专 新招聘 群众""",
    "文化社区": """
        主任 男 48 初中 本社区居民 中共党员
        副主任 女 45 初中 下岗 群众
        委员 女 30+ 高中 新招聘 群众
        委员 男 39 初中 外出返乡 群众
        委员 女 44 小学 下岗 群众
        党组织书记 男 50 高中 退伍 中共党员
        社区工作者 女 33 高中 新招聘 群众""",
    "阜民社区": """
        主任 女 54 高中 本社区居民 中共党员
        副主任 男 41 大专 新招聘 群众
        委员 女 28 本科 大学生 发展对象
        委员 男 37 高中 外出返乡 群众
        委员 女 46 高中 本社区居民 群众
        党组织书记 男 44 本科 下派 中共党员
        社区工作者 男 25 大专 新招聘 群众""",
    "南环社区": """
        主任 男 45 大专 本社区居民 中共党员
        委员 女 35 大专 新招聘 群众
        委员 男 28 本科 大学生 入党申请人
        委员 女 51 高中 本社区居民 群众
        党组织书记 女 42 本科 下派 中共党员
        社区工作者 女 24 大专 新招聘 群众 新
        副主任 男 39 大专 新招聘 群众 离70
        委员 女 33 大专 新招聘 群众 离120
        社区工作者 男 27 本科 大学生 群众 离150
        社区工作者 女 26 大专 新招聘 群众 离200""",
    "建设社区": """
        主任 女 46 大专 本社区居民 中共党员
        副主任 男 40 高中 退伍 中共党员
        委员 女 27 本科 大学生 群众
        委员 男 38 高中 新招聘 群众
        委员 女 52 高中 反聘退休 群众
        党组织书记 男 49 大专 退伍 中共党员
        社区工作者 女 29 大专 新招聘 群众""",
    "龙湖社区": """
        主任 女 50 大专 本社区居民 中共党员
        副主任 男 36 本科 新招聘 中共党员
        委员 女 26 大专 新招聘 群众
        委员 男 41 高中 外出返乡 群众
        委员 女 43 高中 本社区居民 群众
        党组织书记 男 48 大专 退伍 中共党员
        社区工作者 男 31 大专 退伍 群众""",
    "桂江社区": """
        主任 男 42 大专 本社区居民 中共党员
        副主任 女 39 大专 新招聘 群众
        委员 女 29 本科 大学生 入党积极分子
        委员 男 47 高中 下岗 群众
        委员 女 34 高中 新招聘 群众
        党组织书记 女 51 本科 下派 中共党员""",
    "西环社区": """
        主任 男 44 大专 本社区居民 中共党员
        副主任 男 37 大专 新招聘 群众
        委员 男 28 大专 退伍 预备党员
        委员 男 52 高中 本社区居民 群众
        委员 男 40 高中 外出返乡 群众
        党组织书记 女 45 本科 下派 中共党员""",
}
"""Post, sex, age, education, source, party; `30+` turns 31 in forty days, `新` came this summer, `离70` left 70 days
ago."""

_ELECTED_BEFORE = timedelta(days=430)
_CAME_BEFORE = timedelta(days=150)
_TERM_YEARS = 5


@dataclass(frozen=True, slots=True)
class Cadre:
    """`left_on` for one who is in office no more."""

    area: str
    name: str
    sex: str
    birth_date: date
    post: str
    starts_on: date
    ends_on: date | None
    left_on: date | None
    source: str
    education: str
    party: str

    @property
    def home_unit(self) -> str:
        return "万秀区民政局" if self.source == "下派" else ""


def cadres(on: date) -> list[Cadre]:
    """Everybody, those who left too, community by community in the order of the teams."""
    random = Random(58)  # noqa: S311 - sample data must be the same each time
    names: set[str] = set()
    return [_cadre(area, line, on, random, names) for area, line in _lines()]


def _lines() -> Iterator[tuple[str, str]]:
    for area, community in COMMUNITIES.items():
        for line in _TEAMS[community].strip().splitlines():
            yield area, line


def _cadre(area: str, line: str, on: date, random: Random, names: set[str]) -> Cadre:
    post, sex, age, education, source, party, *more = line.split()
    born = _born(on, age, random)
    starts_on = on - (_CAME_BEFORE if "新" in more else _ELECTED_BEFORE)
    elected = post in {"主任", "副主任", "委员"}
    left = next((int(each.removeprefix("离")) for each in more if each.startswith("离")), None)
    return Cadre(
        area=area,
        name=_name(random, sex, born.year, names),
        sex=sex,
        birth_date=born,
        post=post,
        starts_on=starts_on,
        ends_on=_anniversary(starts_on, _TERM_YEARS) if elected else None,
        left_on=on - timedelta(days=left) if left else None,
        source=source,
        education=education,
        party=party,
    )


def _born(on: date, age: str, random: Random) -> date:
    """`30+`: the next birthday is in forty days; else it was within the last ten months."""
    if age.endswith("+"):
        return _anniversary(on + timedelta(days=40), -int(age[:-1]) - 1)
    return _anniversary(on - timedelta(days=random.randint(20, 300)), -int(age))


def _anniversary(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _name(random: Random, sex: str, year: int, names: set[str]) -> str:
    while True:
        name = surname(random) + given_name(random, sex, year)
        if name not in names:
            names.add(name)
            return name
