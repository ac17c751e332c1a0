"""Kinds of residents, and what they say they want to hear of. Both are codes in data, words on pages and in files."""

from __future__ import annotations

from datetime import date

from shared.worded import Worded

ELDERLY_FROM = 60
"""Years: 老年人权益保障法 Art 2. Who is as old is of the kind without being told so by the register."""


class ResidentKind(Worded):
    """A resident may be of several."""

    EMPLOYEE = "employee", "单位在职"
    LOW_INCOME = "low_income", "低保"
    ELDERLY = "elderly", "老年人"
    LIVING_ALONE = "living_alone", "独居"
    WOMEN = "women", "妇女"
    YOUTH = "youth", "青年"
    DISABLED = "disabled", "残疾人"
    FLOATING = "floating", "流动人口"
    UNEMPLOYED = "unemployed", "失业人员"
    PARTY_MEMBER = "party_member", "党员"
    VETERAN = "veteran", "退役军人"


class Interest(Worded):
    SANITATION = "sanitation", "环境卫生"
    SAFETY = "safety", "治安"
    PROPERTY = "property", "物业"
    ELDERLY_CARE = "elderly_care", "养老服务"
    HEALTH = "health", "健康"
    SCHOOLING = "schooling", "子女教育"
    JOBS = "jobs", "就业"
    CULTURE = "culture", "文化活动"
    SPORTS = "sports", "体育"
    VOLUNTEERING = "volunteering", "志愿服务"
    WELFARE = "welfare", "救助"


class BestTime(Worded):
    """When a resident can be reached: who is at work by day is told in the evening or at the weekend (R17)."""

    ANY = "any", "随时"
    EVENING = "evening", "晚上"
    WEEKEND = "weekend", "周末"


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
