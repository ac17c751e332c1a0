"""Kinds of residents, and what they say they want to hear of. Both are codes in data, words on pages and in files."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

ELDERLY_FROM = 60
"""Years: 老年人权益保障法 Art 2. Who is as old is of the kind without being told so by the register."""


class ResidentKind(StrEnum):
    """A resident may be of several."""

    EMPLOYEE = "employee"
    LOW_INCOME = "low_income"
    ELDERLY = "elderly"
    LIVING_ALONE = "living_alone"
    WOMEN = "women"
    YOUTH = "youth"
    DISABLED = "disabled"
    FLOATING = "floating"
    UNEMPLOYED = "unemployed"
    PARTY_MEMBER = "party_member"
    VETERAN = "veteran"

    @property
    def zh(self) -> str:
        return {
            "employee": "单位在职",
            "low_income": "低保",
            "elderly": "老年人",
            "living_alone": "独居",
            "women": "妇女",
            "youth": "青年",
            "disabled": "残疾人",
            "floating": "流动人口",
            "unemployed": "失业人员",
            "party_member": "党员",
            "veteran": "退役军人",
        }[self]


class Interest(StrEnum):
    SANITATION = "sanitation"
    SAFETY = "safety"
    PROPERTY = "property"
    ELDERLY_CARE = "elderly_care"
    HEALTH = "health"
    SCHOOLING = "schooling"
    JOBS = "jobs"
    CULTURE = "culture"
    SPORTS = "sports"
    VOLUNTEERING = "volunteering"
    WELFARE = "welfare"

    @property
    def zh(self) -> str:
        return {
            "sanitation": "环境卫生",
            "safety": "治安",
            "property": "物业",
            "elderly_care": "养老服务",
            "health": "健康",
            "schooling": "子女教育",
            "jobs": "就业",
            "culture": "文化活动",
            "sports": "体育",
            "volunteering": "志愿服务",
            "welfare": "救助",
        }[self]


class BestTime(StrEnum):
    """When a resident can be reached: who is at work by day is told in the evening or at the weekend (R17)."""

    ANY = "any"
    EVENING = "evening"
    WEEKEND = "weekend"

    @property
    def zh(self) -> str:
        return {"any": "随时", "evening": "晚上", "weekend": "周末"}[self]


def kind_words() -> dict[str, ResidentKind]:
    """The words by which files name the kinds."""
    others = {
        "在职": ResidentKind.EMPLOYEE,
        "单位在职职工": ResidentKind.EMPLOYEE,
        "低保户": ResidentKind.LOW_INCOME,
        "低保人员": ResidentKind.LOW_INCOME,
        "老人": ResidentKind.ELDERLY,
        "独居老人": ResidentKind.LIVING_ALONE,
        "女": ResidentKind.WOMEN,
        "残疾": ResidentKind.DISABLED,
        "流动": ResidentKind.FLOATING,
        "待业": ResidentKind.UNEMPLOYED,
        "失业": ResidentKind.UNEMPLOYED,
        "下岗": ResidentKind.UNEMPLOYED,
        "中共党员": ResidentKind.PARTY_MEMBER,
        "退伍军人": ResidentKind.VETERAN,
    }
    return {kind.zh: kind for kind in ResidentKind} | {kind.value: kind for kind in ResidentKind} | others


def elderly_if_born_by(today: date) -> date:
    """The last birth date with which one is of the age today."""
    return born_by(today, ELDERLY_FROM)


def born_by(today: date, age: int) -> date:
    """The last birth date with which one has completed `age` years today."""
    try:
        return today.replace(year=today.year - age)
    except ValueError:  # today is 29 February, and that year had none
        return date(today.year - age, 2, 28)
