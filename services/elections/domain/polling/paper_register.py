"""The register of who has received a paper (领取选票登记): one elector, one paper, at any station, by whomever.

It is optional: many places keep it on paper only. Where it is kept, each station's papers in it must be as many as its
sheets say were issued.

The vote stays secret: the register says that a paper was given out, on which civil day and to whom, and nothing that
could be matched with papers when they are called out: no number of a paper, no time of day, no order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from shared.columns import cells
from shared.columns.headers import Column
from shared.errors import Conflict, FieldError, Invalid, Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from uuid import UUID

    from services.elections.domain.rules.rule_set import ProxyRule

COLUMNS = (
    Column("name", "姓名", ("选民姓名",)),
    Column("birth_date", "出生日期", ("出生年月日", "birthday", "date of birth")),
    Column("agent", "受托人", ("代领人",), required=False),
    Column("address", "住址", ("地址",), required=False),
)
"""A sign-in list: whose paper it was; the agent who received it for them; the address tells two of a name apart."""

READERS: dict[str, Callable[[str], Any]] = {
    "name": cells.person_name,
    "birth_date": cells.day,
    "agent": lambda text: cells.person_name(text) if cells.clean(text) else "",
    "address": partial(cells.optional, longest=200),
}


@dataclass(frozen=True, slots=True)
class StationRegister:
    """`given` as the register has it, `issued` as the agreed sheets say; None while they do not agree."""

    station: str
    given: int
    issued: int | None


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """Empty where no register is kept."""

    stations: tuple[StationRegister, ...] = ()


def register_duties(facts: RegisterFacts) -> Iterator[Missing | None]:
    for each in facts.stations:
        if each.issued is not None and each.issued != each.given:
            message = "{station}领取选票登记{given}张，计票单上发出选票{issued}张，须核对一致。"
            named = {"station": each.station, "given": each.given, "issued": each.issued}
            yield Missing("papers_issued_differ", message, "local rule", named)


def check_register(kept: bool) -> None:
    if not kept:
        raise Conflict("paper_register_off", "本次选举不在系统中登记领取选票，请使用纸质登记表。")


def check_claim(*, receiver: UUID, paper_of: UUID, agent: UUID | None, rule: ProxyRule) -> None:
    """Whether `receiver` may have the paper of an elector whose standing proxy, if any, names `agent`. Raises
    Conflict."""
    if receiver == (agent or paper_of):
        return
    if receiver == paper_of:
        message = "这名选民已书面委托他人投票，选票由受托人领取。"
        missing = Missing("paper_by_agent", message, rule.clause)
    else:
        message = "没有公布过这两人之间的委托，不能代领选票，请由选民本人或其受托人领取。"
        missing = Missing("proxy_missing", message, rule.clause)
    raise Conflict("paper_refused", "不能发给选票。", missing=[missing])


def paper_given(station: str, rule: ProxyRule) -> Conflict:
    """一人一票."""
    missing = Missing(
        "paper_given", "这名选民的选票已在{station}领取，每人只有一张。", rule.clause, {"station": station}
    )
    return Conflict("paper_refused", "不能发给选票。", missing=[missing])


def check_day(on: date, *, opened: date, today: date) -> None:
    if opened <= on <= today:
        return
    facts = {"opened": opened.isoformat(), "today": today.isoformat()}
    fault = FieldError("on", "paper_day_impossible", "日期应在开始投票的{opened}到{today}之间。", facts)
    raise Invalid("paper_invalid", "领取选票的登记有误。", fields=[fault])
