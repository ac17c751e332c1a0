"""What is known of a cadre's person: where they come from, what they learnt, whether they are of the party."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.training.domain.office.ages import age_on
from shared import areas
from shared.errors import FieldError
from shared.worded import Worded

YOUNGEST, OLDEST = 18, 100


class Sex(Worded):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Source(Worded):
    """The channel by which somebody came to work in the community."""

    RECRUITED = "recruited", "新招聘"
    REHIRED = "rehired", "反聘退休"
    SECONDED = "seconded", "下派"
    GRADUATE = "graduate", "大学生"
    VETERAN = "veteran", "退伍"
    LAID_OFF = "laid_off", "下岗"
    RETURNED = "returned", "外出返乡"
    RESIDENT = "resident", "本社区居民"


class Education(Worded):
    """From the least to the most; `high` takes in vocational schools of that level."""

    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    HIGH = "high", "高中"
    COLLEGE = "college", "大专"
    BACHELOR = "bachelor", "本科"
    GRADUATE = "graduate", "研究生"

    def reaches(self, least: Education) -> bool:
        order = list(Education)
        return order.index(self) >= order.index(least)


class Party(Worded):
    """How far somebody is on the way into the party."""

    NONE = "none", "群众"
    APPLICANT = "applicant", "入党申请人"
    ACTIVIST = "activist", "入党积极分子"
    DEVELOPING = "developing", "发展对象"
    PROBATIONARY = "probationary", "预备党员"
    MEMBER = "member", "中共党员"

    def reaches(self, least: Party) -> bool:
        order = list(Party)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, slots=True)
class Facts:
    """What may change about a cadre; None is what is not known. `home_unit` is where somebody seconded belongs."""

    education: Education | None = None
    source: Source | None = None
    party: Party | None = None
    home_unit: str = ""


def place_faults(area: str) -> list[FieldError]:
    """Cadres and their posts are of communities."""
    if areas.level(area) == "community":
        return []
    return [FieldError("area", "area_no_community", "请填写社区的区划代码，不是上级地区的。")]


def age_faults(born: date, today: date) -> list[FieldError]:
    """Nobody serves before they are of age; an age past all experience is a slip of the pen."""
    if YOUNGEST <= age_on(born, today) <= OLDEST:
        return []
    facts = {"birth_date": born.isoformat(), "youngest": YOUNGEST}
    message = "出生日期{birth_date}有误：干部须年满{youngest}周岁。"
    return [FieldError("birth_date", "birth_date_unlikely", message, facts)]


def masked(name: str) -> str:
    """`张*`: so much of a name as those see who may not know whose it is."""
    return f"{name[:1]}*"
