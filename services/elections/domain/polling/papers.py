"""The account of the papers: every one that was printed is issued, left over, spoiled or kept back, down to zero.

What was left over is destroyed by two persons before the count, so that no paper can be added to the boxes later
(民发〔2013〕76号).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.errors import FieldError, Invalid, Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WITNESSES = 2


@dataclass(frozen=True, slots=True)
class Account:
    """A station's papers: received from the election committee, issued to voters, left over, spoiled before use.

    `written_for` of those issued were filled in by a writer (代写人); None where nobody counted them.
    """

    received: int
    issued: int
    left_over: int
    spoiled: int
    written_for: int | None = None

    @property
    def difference(self) -> int:
        return self.received - self.issued - self.left_over - self.spoiled


@dataclass(frozen=True, slots=True)
class Stock:
    """All papers of the election: `kept` were given to no station; `destroyed` is None until they are."""

    printed: int
    kept: int
    destroyed: int | None = None


@dataclass(frozen=True, slots=True)
class StationPapers:
    """`issued` is the sum of what its sheets say, None while two people do not agree on one of them."""

    name: str
    account: Account | None = None
    issued: int | None = None


@dataclass(frozen=True, slots=True)
class PaperFacts:
    stock: Stock | None = None
    stations: tuple[StationPapers, ...] = ()


def paper_duties(papers: PaperFacts, clause: str) -> Iterator[Missing | None]:
    if papers.stock is None:
        yield Missing("papers_unreconciled", "还没有登记印制了多少张选票。", clause)
    for station in papers.stations:
        yield _account(station, clause)
        yield _differs(station, clause)
    accounts = [station.account for station in papers.stations if station.account is not None]
    if papers.stock is not None and len(accounts) == len(papers.stations):
        yield _printed(papers.stock, accounts, clause)
        yield _destroyed(papers.stock, accounts, clause)


def surplus(stock: Stock, accounts: Sequence[Account]) -> int:
    """What is to be destroyed: kept back, and left over at the stations. Spoiled papers are sealed with the others."""
    return stock.kept + sum(account.left_over for account in accounts)


def _account(station: StationPapers, clause: str) -> Missing | None:
    if station.account is None:
        message = "{station}还没有登记选票的领取、发出和剩余。"
        return Missing("papers_unreconciled", message, clause, {"station": station.name})
    if not station.account.difference:
        return None
    message = "{station}领取选票{received}张，与发出{issued}、剩余{left_over}、作废{spoiled}张之和不符。"
    return Missing("papers_unreconciled", message, clause, {"station": station.name, **_numbers(station.account)})


def _differs(station: StationPapers, clause: str) -> Missing | None:
    if station.account is None or station.issued is None or station.issued == station.account.issued:
        return None
    facts = {"station": station.name, "sheets": station.issued, "issued": station.account.issued}
    message = "{station}的计票单上发出选票共{sheets}张，选票账上是{issued}张。"
    return Missing("papers_account_differs", message, clause, facts)


def _printed(stock: Stock, accounts: Sequence[Account], clause: str) -> Missing | None:
    received = sum(account.received for account in accounts)
    if received + stock.kept == stock.printed:
        return None
    facts = {"printed": stock.printed, "received": received, "kept": stock.kept}
    message = "印制选票{printed}张，与各投票站领取{received}张、留存{kept}张之和不符。"
    return Missing("papers_unreconciled", message, clause, facts)


def _destroyed(stock: Stock, accounts: Sequence[Account], clause: str) -> Missing | None:
    left = surplus(stock, accounts)
    if left == (stock.destroyed or 0):
        return None
    facts = {"surplus": left, "destroyed": stock.destroyed or 0}
    message = "剩余的选票{surplus}张应在计票前由两人当众销毁，已销毁{destroyed}张。"
    return Missing("surplus_not_destroyed", message, clause, facts)


def check_account(account: Account) -> None:
    """Raises Invalid that names the difference: papers do not vanish. A writer fills in none that was not issued."""
    if account.difference:
        message = "领取{received}张，与发出{issued}、剩余{left_over}、作废{spoiled}张之和相差{difference}张。"
        facts = {**_numbers(account), "difference": abs(account.difference)}
        fault = FieldError("received", "papers_unbalanced", message, facts)
        raise Invalid("papers_invalid", "选票账不平，请核对后再填。", fields=[fault])
    written_for = account.written_for or 0
    if written_for > account.issued:
        facts = {"written_for": written_for, "issued": account.issued}
        fault = FieldError("written_for", "written_over_issued", "代写{written_for}张，多于发出{issued}张。", facts)
        raise Invalid("papers_invalid", "选票账不平，请核对后再填。", fields=[fault])


def check_stock(stock: Stock) -> None:
    if stock.kept > stock.printed:
        facts = {"printed": stock.printed, "kept": stock.kept}
        fault = FieldError("kept", "kept_over_printed", "留存{kept}张，多于印制{printed}张。", facts)
        raise Invalid("papers_invalid", "选票账不平，请核对后再填。", fields=[fault])


def check_destruction(count: int, witnesses: Sequence[str], left: int) -> None:
    """Raises Invalid unless all that is left is destroyed, and two different persons did it."""
    faults: list[FieldError] = []
    if count != left:
        message = "应销毁的选票是{surplus}张，填写的是{count}张。"
        faults.append(FieldError("count", "destroyed_differs", message, {"surplus": left, "count": count}))
    if len(set(witnesses)) < WITNESSES:
        faults.append(FieldError("witnesses", "witnesses_too_few", "销毁选票应有两名不同的人签字。"))
    if faults:
        raise Invalid("destruction_invalid", "选票销毁记录有误，请按提示修改。", fields=faults)


def issued_on_sheet(given: int | None, station: str, sheets: int, account: Account | None) -> int:
    """What a sheet says was issued: the account covers all sheets of a station. Raises Invalid where it is unknown."""
    if given is not None:
        return given
    if account is not None and sheets == 1:
        return account.issued
    message = "请填写这张计票单发出的选票：{station}有{sheets}张计票单。"
    if account is None:
        message = "请填写发出的选票，或者先在选票账里登记{station}发出的选票。"
    fault = FieldError("issued", "issued_unknown", message, {"station": station, "sheets": sheets})
    raise Invalid("callout_invalid", "不知道发出了多少张选票。", fields=[fault])


def _numbers(account: Account) -> dict[str, int]:
    names = ("received", "issued", "left_over", "spoiled")
    return {name: getattr(account, name) for name in names}
