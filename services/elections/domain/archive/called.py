"""Whether the call-outs bear out their sheets: each log's chain run again, its sum, its three signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from services.elections.domain.archive.contents import CALLOUTS, ELECTION, SHEETS, STEPS, ballots_of, sheets_of
from services.elections.domain.archive.packing import read_json
from services.elections.domain.archive.report import first_or, noted, ok, wrong
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.called_papers import paper_faults, sheet_of
from services.elections.domain.counting.callout import Log, Marks, Record, correction_faults
from services.elections.domain.counting.callout_signing import CalloutState, SigningRole
from services.elections.domain.counting.tally import compare, compare_entries
from services.elections.domain.procedure.steps import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.elections.domain.archive.contents import SheetTyped
    from services.elections.domain.archive.report import Line
    from services.elections.domain.candidacy.contests import Ballot
    from services.elections.domain.rules.rule_set import PaperRule, RuleSet


@dataclass(frozen=True, slots=True)
class _Paper:
    """What a called paper may say."""

    ballots: Sequence[Ballot]
    rule: PaperRule


def callout_lines(files: Mapping[str, bytes], rules: RuleSet) -> list[Line]:
    callouts = read_json(files, CALLOUTS)
    paper = _Paper(ballots_of(read_json(files, ELECTION)), rules.paper)
    typed = {(each.station_id, each.sheet): each for each in sheets_of(read_json(files, SHEETS))}
    certifier = {each["step"]: each["by"] for each in read_json(files, STEPS)["steps"]}[Step.CERTIFY]
    facts = {"count": len(callouts), "records": sum(len(each["records"]) for each in callouts)}
    good = ok("callouts", "{count}份唱票记录共{records}条，首尾相接，相加与计票单相符。", **facts)
    lines: list[Line] = []
    for each in callouts:
        lines += _lines(each, typed[each["station"], each["sheet"]], paper, certifier)
    return [*lines, good] if callouts and not any(line.wrong for line in lines) else first_or(lines, _none())


def _none() -> Line:
    return noted("callouts_none", "没有唱票记录，计票单由两人照纸质录入。")


def _lines(callout: Mapping[str, Any], typed: SheetTyped, paper: _Paper, certifier: str) -> Iterator[Line]:
    facts = {"station": typed.station, "sheet": typed.sheet}
    records = [_record(each) for each in callout["records"]]
    broken = _first_break(callout, records)
    if broken is not None:
        message = "{station}第{sheet}张计票单的唱票记录从第{number}条起接不上：有记录被改动、删去或添加。"
        yield wrong("callout_broken", message, number=broken, **facts)
        return
    log = Log(callout["id"], tuple(records))
    said = correction_faults(log)
    said += [fault for record in records for fault in paper_faults(record, paper.ballots, paper.rule)]
    for fault in said:
        message = "{station}第{sheet}张计票单的唱票记录不合：{field}（{code}）。"
        yield wrong("callout_impossible", message, field=fault.field, code=fault.code, **facts)
    if callout["state"] == CalloutState.ABANDONED:
        yield noted("callout_abandoned", "{station}第{sheet}张计票单的唱票中止过，改由纸质计票。", **facts)
    elif not said:
        yield from _signatures(callout, log, certifier, facts)
        yield from _sum(callout, log, typed, paper, facts)


def _record(said: Mapping[str, Any]) -> Record:
    contests = {Post(post): Marks.from_facts(marks) for post, marks in said["contests"].items()}
    return Record(said["number"], said["id"], said["previous"], contests, said["replaces"])


def _first_break(callout: Mapping[str, Any], records: Sequence[Record]) -> int | None:
    """The place, from 1, of the first record that does not follow on the one before; one past the last where records
    are missing at the end."""
    head = callout["id"]
    for place, (record, said) in enumerate(zip(records, callout["records"], strict=True), 1):
        if (record.number, record.previous, record.hash) != (place, head, said["hash"]):
            return place
        head = said["hash"]
    return None if head == callout["head"] else len(records) + 1


def _signatures(callout: Mapping[str, Any], log: Log, certifier: str, facts: Mapping[str, Any]) -> Iterator[Line]:
    """Three persons of the log as it stands, none of whom certified."""
    signed = {each["role"]: each["subject"] for each in callout["signatures"] if each["head"] == log.head}
    roles = {role.value for role in SigningRole}
    if callout["state"] != CalloutState.SIGNED or signed.keys() != roles or len(set(signed.values())) < len(roles):
        message = "{station}第{sheet}张计票单的唱票记录没有由唱票人、计票人、监票人三人签字。"
        yield wrong("callout_unsigned", message, **facts)
    if certifier in {each["subject"] for each in callout["signatures"]}:
        yield wrong("certifier_signed", "确认结果的人在{station}的唱票记录上签过字。", **facts)


def _sum(
    callout: Mapping[str, Any], log: Log, typed: SheetTyped, paper: _Paper, facts: Mapping[str, Any]
) -> Iterator[Line]:
    """The log's sum is what its recorder entered. What was mended from the paper later is another entry, and noted."""
    called = sheet_of(log, callout["issued"], paper.ballots, paper.rule)
    entered = [entry.sheet for entry in typed.entries if entry.clerk == callout["recorder"]]
    if all(compare(called, sheet) for sheet in entered):
        message = "{station}第{sheet}张计票单与唱票记录相加的数字不符。"
        yield wrong("callout_differs", message, **facts)
        return
    agreed = compare_entries(typed.entries).agreed
    if agreed is not None and compare(called, agreed):
        yield noted("callout_mended", "{station}第{sheet}张计票单在唱票以后照纸质更正过。", **facts)
