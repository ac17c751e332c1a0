"""The kinds of rule that a team can be held to; each finds with the numbers that show why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.training.domain.office.ages import age_on
from services.training.domain.office.cadres import Education, Sex
from services.training.domain.team.structure import Finding, Group, State


@dataclass(frozen=True, slots=True)
class Size:
    least: int
    most: int

    def find(self, group: Group, _: date) -> Finding:
        count = len(group.members)
        facts = {"count": count, "least": self.least, "most": self.most}
        return _finding(self.least <= count <= self.most, "现有{count}人，应为{least}至{most}人。", facts)


@dataclass(frozen=True, slots=True)
class Women:
    least: int

    def find(self, group: Group, _: date) -> Finding:
        count = sum(each.sex is Sex.FEMALE for each in group.members)
        facts = {"count": count, "least": self.least}
        return _finding(count >= self.least, "女性{count}人，至少应有{least}人。", facts)


@dataclass(frozen=True, slots=True)
class Relatives:
    """Near relatives avoid each other."""

    def find(self, group: Group, _: date) -> Finding:
        names = {each.id: each.name for each in group.members}
        pairs = [sorted(names[each] for each in pair) for pair in group.relatives if pair <= names.keys()]
        if not pairs:
            return Finding(State.MET, "成员之间没有登记的近亲属关系。", {})
        told = "、".join("与".join(pair) for pair in sorted(pairs))
        return Finding(State.BROKEN, "{pairs}是近亲属，应当回避。", {"pairs": told})


@dataclass(frozen=True, slots=True)
class Young:
    """`least` members of `most_age` or under: 以下 includes the number itself (民法典 Art 1259)."""

    most_age: int
    least: int

    def find(self, group: Group, on: date) -> Finding:
        count = sum(age_on(each.born, on) <= self.most_age for each in group.members)
        facts = {"age": self.most_age, "count": count, "least": self.least}
        return _finding(count >= self.least, "{age}岁以下{count}人，至少应有{least}人。", facts)


@dataclass(frozen=True, slots=True)
class Schooled:
    """More than half have this education or a higher one (为主体)."""

    education: Education

    def find(self, group: Group, _: date) -> Finding:
        known = [each.education for each in group.members if each.education is not None]
        total, unknown = len(group.members), len(group.members) - len(known)
        count = sum(each.reaches(self.education) for each in known)
        holds = 2 * count > total
        facts = {
            "education": self.education.zh,
            "count": count,
            "total": total,
            "unknown": unknown,
            "inequality": f"2×{count} {'>' if holds else '≤'} {total}",
        }
        message = "{education}以上{count}人，共{total}人，应超过半数（{inequality}）；学历未登记{unknown}人。"
        if not holds and 2 * (count + unknown) > total:
            return Finding(State.UNKNOWN, message, facts)
        return _finding(holds, message, facts)


@dataclass(frozen=True, slots=True)
class MedianAge:
    """Twice the median is compared, so that halves stay integers."""

    least: int
    most: int

    def find(self, group: Group, on: date) -> Finding:
        ages = sorted(age_on(each.born, on) for each in group.members)
        twice = ages[(len(ages) - 1) // 2] + ages[len(ages) // 2]
        median = f"{twice // 2}.5" if twice % 2 else str(twice // 2)
        facts = {"median": median, "least": self.least, "most": self.most}
        holds = 2 * self.least <= twice <= 2 * self.most
        return _finding(holds, "年龄中位数{median}岁，应在{least}至{most}岁之间。", facts)


@dataclass(frozen=True, slots=True)
class AgeBands:
    """A ladder of ages (梯次结构): so many bands have somebody. `bounds` are the last ages of all but the last."""

    bounds: tuple[int, ...]
    least: int

    def find(self, group: Group, on: date) -> Finding:
        ages = [age_on(each.born, on) for each in group.members]
        count = len({sum(age > bound for bound in self.bounds) for age in ages})
        facts = {"count": count, "bands": len(self.bounds) + 1, "least": self.least}
        return _finding(count >= self.least, "{bands}个年龄段中有{count}个有人，至少应有{least}个。", facts)


def _finding(holds: bool, message: str, facts: dict[str, Any]) -> Finding:
    return Finding(State.MET if holds else State.BROKEN, message, facts)
