"""What is known of a cadre's person: where they come from, what they learnt, whether they are of the party."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.training.domain.office.ages import age_on
from shared import areas
from shared.errors import FieldError

YOUNGEST, OLDEST = 18, 100


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"

    @property
    def zh(self) -> str:
        return "男" if self is Sex.MALE else "女"


class Source(StrEnum):
    """The channel by which somebody came to work in the community."""

    RECRUITED = "recruited"
    REHIRED = "rehired"
    SECONDED = "seconded"
    GRADUATE = "graduate"
    VETERAN = "veteran"
    LAID_OFF = "laid_off"
    RETURNED = "returned"
    RESIDENT = "resident"

    @property
    def zh(self) -> str:
        return _SOURCE_ZH[self]


class Education(StrEnum):
    """From the least to the most; `high` takes in vocational schools of that level."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    HIGH = "high"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    GRADUATE = "graduate"

    @property
    def zh(self) -> str:
        return _EDUCATION_ZH[self]

    def reaches(self, least: Education) -> bool:
        order = list(Education)
        return order.index(self) >= order.index(least)


class Party(StrEnum):
    """How far somebody is on the way into the party."""

    NONE = "none"
    APPLICANT = "applicant"
    ACTIVIST = "activist"
    DEVELOPING = "developing"
    PROBATIONARY = "probationary"
    MEMBER = "member"

    @property
    def zh(self) -> str:
        return _PARTY_ZH[self]

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


_SOURCE_ZH = {
    Source.RECRUITED: "新招聘",
    Source.REHIRED: "反聘退休",
    Source.SECONDED: "下派",
    Source.GRADUATE: "大学生",
    Source.VETERAN: "退伍",
    Source.LAID_OFF: "下岗",
    Source.RETURNED: "外出返乡",
    Source.RESIDENT: "本社区居民",
}
_EDUCATION_ZH = {
    Education.PRIMARY: "小学",
    Education.JUNIOR: "初中",
    Education.HIGH: "高中",
    Education.COLLEGE: "大专",
    Education.BACHELOR: "本科",
    Education.GRADUATE: "研究生",
}
_PARTY_ZH = {
    Party.NONE: "群众",
    Party.APPLICANT: "入党申请人",
    Party.ACTIVIST: "入党积极分子",
    Party.DEVELOPING: "发展对象",
    Party.PROBATIONARY: "预备党员",
    Party.MEMBER: "中共党员",
}
