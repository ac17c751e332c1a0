"""The count once more from the typed sheets alone, and the verdict by the enclosed rules: nothing stored is trusted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from services.elections.domain.archive.contents import (
    ELECTION,
    SHEETS,
    TALLY,
    VERDICT,
    SheetTyped,
    ballots_of,
    poll_of,
    sheets_of,
)
from services.elections.domain.archive.packing import canonical, read_json
from services.elections.domain.archive.report import first_or, ok, wrong
from services.elections.domain.counting.counting import Totals, station_totals, total
from services.elections.domain.counting.sheet_faults import faults_of
from services.elections.domain.counting.tally import ENTRIES_NEEDED, compare_entries
from services.elections.domain.verdict.outcomes import Outcome
from services.elections.domain.verdict.verdict import decide

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from services.elections.domain.archive.report import Line
    from services.elections.domain.candidacy.contests import Ballot
    from services.elections.domain.counting.tally import Sheet
    from services.elections.domain.rules.rule_set import RuleSet
    from services.elections.domain.verdict.verdict import Verdict


def sheet_lines(files: Mapping[str, bytes], rules: RuleSet) -> list[Line]:
    """Each sheet was typed by two people who came to the same figures, and these can be so."""
    ballots = ballots_of(read_json(files, ELECTION))
    typed = list(sheets_of(read_json(files, SHEETS)))
    facts = {"count": len(typed), "stations": len({each.station_id for each in typed})}
    good = ok("sheets", "{stations}个投票站的{count}张计票单，都由两人录入且一致，数字相合。", **facts)
    return first_or((line for each in typed for line in _sheet_faults(each, ballots, rules)), good)


def _sheet_faults(typed: SheetTyped, ballots: Sequence[Ballot], rules: RuleSet) -> Iterator[Line]:
    facts = {"station": typed.station, "sheet": typed.sheet}
    clerks = {entry.clerk for entry in typed.entries}
    if len(clerks) != ENTRIES_NEEDED:
        message = "{station}第{sheet}张计票单由{clerks}人录入，应由两人各录入一次。"
        yield wrong("sheet_clerks", message, clerks=len(clerks), **facts)
        return
    agreed = compare_entries(typed.entries).agreed
    if agreed is None:
        yield wrong("sheet_differs", "{station}第{sheet}张计票单的两次录入不一致。", **facts)
        return
    for fault in faults_of(agreed, ballots, rules.paper):
        message = "{station}第{sheet}张计票单的数字不合：{field}（{code}）。"
        yield wrong("sheet_impossible", message, field=fault.field, code=fault.code, **facts)


def recounted(files: Mapping[str, bytes]) -> Totals:
    """The totals of the poll. Raises Conflict for a sheet or a station that is there twice."""
    by_station: dict[str, list[Sheet]] = {}
    for typed in sheets_of(read_json(files, SHEETS)):
        agreed = compare_entries(typed.entries).agreed
        if agreed is not None:
            by_station.setdefault(typed.station_id, []).append(agreed)
    return total(station_totals(station, *sheets) for station, sheets in by_station.items())


def tally_lines(files: Mapping[str, bytes]) -> Iterator[Line]:
    """The sums that were stored are those of the sheets."""
    found = recounted(files)
    facts = {"issued": found.sheet.issued, "recovered": found.sheet.recovered}
    if _plain(found.as_facts()) != read_json(files, TALLY)["totals"]:
        yield wrong("totals_differ", "各计票单相加，与封存的合计不符。", **facts)
    else:
        yield ok("totals", "各计票单相加：发出选票{issued}张，收回{recovered}张，与封存的合计相符。", **facts)


def verdict_lines(files: Mapping[str, bytes], rules: RuleSet) -> Iterator[Line]:
    """The verdict reached again, each line with its arithmetic, against the one that was certified."""
    election = read_json(files, ELECTION)
    ballots, poll = ballots_of(election), poll_of(election, rules)
    found = decide(ballots, recounted(files), poll, rules)
    stored, again = read_json(files, VERDICT), _plain(found.as_facts())
    yield from _explained(found, election)
    for path in differences(stored, again):
        yield wrong("verdict_differs", "封存的结论与重新得出的不同：{path}。", path=path)
    if not differences(stored, again):
        yield ok("verdict", "按规则集{rules}重新得出的结论，与封存的逐项相同。", rules=rules.id)


def _explained(found: Verdict, election: Mapping[str, Any]) -> Iterator[Line]:
    for test in (*found.papers, found.turnout):
        message = "成立：{inequality}。" if test.holds else "不成立：{inequality}。"
        yield ok("finding", message, test.clause, inequality=test.inequality)
    yield ok("valid", "选举有效。") if found.valid else ok("invalid", "选举无效。")
    names = {each["id"]: each["name"] for contest in election["contests"] for each in contest["candidates"]}
    for contest in found.contests:
        facts = {"post_name": contest.post.zh, "outcome": Outcome(contest.outcome).zh}
        yield ok("contest", "{post_name}：{outcome}。", **facts)
        for each in contest.candidates:
            message = "{name}当选：{inequality}。" if each.elected else "{name}未当选：{inequality}。"
            yield ok(
                "standing", message, each.clause, name=names.get(each.candidate_id, "?"), inequality=each.inequality
            )


def differences(stored: Any, again: Any, path: str = "") -> list[str]:
    """Paths at which the two are not the same. What the stored one does not say at all must be nothing: verdicts of
    later versions of this program say more."""
    if isinstance(stored, dict) and isinstance(again, dict):
        found = [f"{path}.{name}".strip(".") for name in stored.keys() - again.keys()]
        for name, value in again.items():
            if name in stored:
                found += differences(stored[name], value, f"{path}.{name}".strip("."))
            elif value:
                found.append(f"{path}.{name}".strip("."))
        return sorted(found)
    if isinstance(stored, list) and isinstance(again, list) and len(stored) == len(again):
        pairs = enumerate(zip(stored, again, strict=True))
        return [each for place, (one, other) in pairs for each in differences(one, other, f"{path}.{place}")]
    return [] if type(stored) is type(again) and stored == again else [path]


def _plain(facts: Mapping[str, Any]) -> Any:
    """As it stands in a text: tuples are lists there, and enumerations their values."""
    return json.loads(canonical(facts))
