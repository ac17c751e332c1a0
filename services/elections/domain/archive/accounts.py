"""Whether the papers are accounted for, and what was decided about doubtful ones."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from services.elections.domain.archive.contents import PAPERS, SHEETS, sheets_of
from services.elections.domain.archive.packing import read_json
from services.elections.domain.archive.report import first_or, noted, ok, wrong
from services.elections.domain.counting.doubtful import Decision
from services.elections.domain.counting.tally import compare_entries
from services.elections.domain.polling.papers import Account, PaperFacts, StationPapers, Stock, paper_duties

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from services.elections.domain.archive.contents import SheetTyped
    from services.elections.domain.archive.report import Line
    from services.elections.domain.counting.tally import Sheet
    from services.elections.domain.rules.rule_set import RuleSet


def account_lines(files: Mapping[str, bytes], rules: RuleSet) -> list[Line]:
    """Every printed paper went somewhere, and the sheets say the same as the stations' accounts."""
    papers = read_json(files, PAPERS)
    if papers["stock"] is None:
        return [noted("papers_unaccounted", "没有登记选票账。")]
    stock = Stock(**papers["stock"])
    accounts = {each["station"]: Account(**each["account"]) for each in papers["accounts"]}
    stations = tuple(_stations(list(sheets_of(read_json(files, SHEETS))), accounts))
    missing = [each for each in paper_duties(PaperFacts(stock, stations), rules.paper.clause) if each is not None]
    good = ok("papers", "印制选票{printed}张，领取、发出、剩余、作废、销毁都对得上。", printed=stock.printed)
    return first_or((wrong(each.code, each.message, each.article, **each.facts) for each in missing), good)


def _stations(typed: Sequence[SheetTyped], accounts: Mapping[str, Account]) -> Iterator[StationPapers]:
    names = {each.station_id: each.station for each in typed}
    issued: Counter[str] = Counter()
    for each in typed:
        issued[each.station_id] += sheet.issued if (sheet := _agreed(each)) else 0
    for station, name in names.items():
        yield StationPapers(name, accounts.get(station), issued[station])


def doubtful_lines(files: Mapping[str, bytes], rules: RuleSet) -> list[Line]:
    """Each was decided by somebody, on a ground of the rules, about a sheet that is there."""
    doubtful = read_json(files, PAPERS)["doubtful"]
    sheets = {(each.station_id, each.sheet): each for each in sheets_of(read_json(files, SHEETS))}
    facts = {"count": len(doubtful), "papers": sum(each["papers"] for each in doubtful)}
    good = ok("doubtful", "疑问票{papers}张，作出认定{count}次。", **facts)
    return first_or((line for each in doubtful for line in _doubtful(each, sheets, rules)), good)


def _doubtful(said: Mapping[str, Any], sheets: Mapping[tuple[str, int], SheetTyped], rules: RuleSet) -> Iterator[Line]:
    typed = sheets.get((said["station"], said["sheet"]))
    decision, facts = Decision(said["decision"]), {"sheet": said["sheet"], "papers": said["papers"]}
    grounded = said["ground"] in rules.paper.void_grounds
    if typed is None or not grounded or said["deciders"] < 1:
        message = "第{sheet}张计票单的疑问票认定不合规则：没有这张计票单、这项理由或者认定的人。"
        yield wrong("doubtful_impossible", message, rules.paper.clause, **facts)
        return
    sheet = _agreed(typed)
    void = min((figures.void for figures in sheet.contests.values()), default=0) if sheet else 0
    if decision is Decision.VOID and said["papers"] > void:
        message = "{station}第{sheet}张计票单有疑问票{papers}张认定无效，多于计票单上的废票{void}张。"
        yield noted("doubtful_over_void", message, rules.paper.clause, **facts, station=typed.station, void=void)


def _agreed(typed: SheetTyped) -> Sheet | None:
    return compare_entries(typed.entries).agreed
