"""Who works at a station: enough persons, nobody at two, no candidate and no near relative of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.roll.persons import person_key
from shared.errors import FieldError, Missing
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from services.elections.domain.rules.rule_set import RuleSet


class StaffRole(Worded):
    """`writer` writes for those who cannot: no candidate may, and they do not count as overseeing the station."""

    OVERSEER = "overseer", "监票人"
    TELLER = "teller", "计票人"
    CALLER = "caller", "唱票人"
    ISSUER = "issuer", "发票人"
    WRITER = "writer", "代写人"


@dataclass(frozen=True, slots=True)
class StaffMember:
    name: str
    birth_date: date
    role: StaffRole

    @property
    def person(self) -> str:
        return person_key(self.name, self.birth_date)


def faults_of(
    member: StaffMember, *, at: str | None, candidates: Collection[str], relatives: Collection[str], clause: str
) -> list[FieldError]:
    """What keeps the person from working here. `at` is the station where they work already."""
    facts = {"name": member.name, "role": member.role.zh, "article": clause}
    faults: list[FieldError] = []
    if at is not None:
        faults.append(FieldError("name", "staff_doubled", "{name}已经是{station}的工作人员。", facts | {"station": at}))
    if member.person in candidates:
        faults.append(FieldError("name", "staff_is_candidate", "{name}是候选人，不能担任{role}，请另选他人。", facts))
    elif _is_relative(member, relatives):
        message = "{name}是候选人的近亲属，不能担任{role}，请另选他人。"
        faults.append(FieldError("name", "staff_is_relative", message, facts))
    return faults


def _is_relative(member: StaffMember, relatives: Collection[str]) -> bool:
    """A writer does what the elector says, and may be a candidate's relative."""
    return member.role is not StaffRole.WRITER and member.person in relatives


def staff_duties(
    station: str, staff: Sequence[StaffMember], candidates: Collection[str], relatives: Collection[str], rules: RuleSet
) -> Iterator[Missing | None]:
    """Who was fit when entered may be a candidate's relative since: a candidate came later, or it was found out."""
    working = sum(member.role is not StaffRole.WRITER for member in staff)
    if working < rules.polling.staff_least:
        facts = {"station": station, "staff": working, "least": rules.polling.staff_least}
        message = "{station}的工作人员应至少有{least}人，现有{staff}人。"
        yield Missing("staff_too_few", message, rules.polling.clause, facts)
    for member in staff:
        named = {"station": station, "name": member.name}
        if member.person in candidates:
            message = "{station}的工作人员{name}是候选人，应当更换。"
            yield Missing("staff_is_candidate", message, rules.polling.clause, named)
        elif _is_relative(member, relatives):
            message = "{station}的工作人员{name}是候选人的近亲属，应当更换。"
            yield Missing("staff_is_relative", message, rules.polling.clause, named)
