"""Whether photos prove that a notice hung as long as the law asks: intact or where broken, complete or what lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from services.notices.domain.display.chain import Act, Entry, hash_of
from shared.clock import civil_date
from shared.errors import FieldError, Invalid
from shared.worded import Worded


class ProofState(Worded):
    COMPLETE = "complete", "证据完整"
    RUNNING = "running", "张贴中"  # hangs, and nothing is missing so far
    SHORT = "short", "证据不足"  # cannot become complete: taken off too early, or not seen for too long
    BROKEN = "broken", "记录被改动"


class Fault(Worded):
    LINK = "link_broken", "第{number}条记录接不上前一条：有记录被改动、删去或添加。"
    PHOTO = "photo_altered", "第{number}条记录的照片和当时的校验码不符。"
    CLOCK = "clock_wrong", "第{number}条记录的时间不对。"
    GAP = "gap_too_long", "第{number}条记录之后超过{days}天没有照片。"
    EARLY = "removed_early", "不满{days}日就取下了。"


@dataclass(frozen=True, slots=True)
class ProofRules:
    days: int
    gap_days: int
    ahead_minutes: int
    sent_within_hours: int


@dataclass(frozen=True, slots=True)
class Finding:
    fault: Fault
    number: int
    days: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """`days` are the civil days between the first photo and the last."""

    state: ProofState
    days: int
    photos: int
    findings: tuple[Finding, ...]


def prove(first: str, entries: Sequence[Entry], photos: Mapping[int, str], *, rules: ProofRules, today: date) -> Proof:
    """`first` is what the chain starts from. `photos` are the hashes of the photos as they are now, by number; those
    that are not at hand are left out."""
    days = (_day(entries[-1]) - _day(entries[0])).days if entries else 0
    broken = (*_links(first, entries), *_altered(entries, photos), *_clocks(entries, rules))
    if broken:
        return Proof(ProofState.BROKEN, days, len(entries), tuple(sorted(broken, key=lambda each: each.number)))
    short = tuple(_shortfalls(entries, rules, today, days))
    if short:
        return Proof(ProofState.SHORT, days, len(entries), short)
    state = ProofState.COMPLETE if entries and days >= rules.days else ProofState.RUNNING
    return Proof(state, days, len(entries), ())


def check_times(taken_at: datetime, received_at: datetime, *, after: datetime | None, rules: ProofRules) -> None:
    """Of a photo that is sent now. Raises Invalid: a wrong clock would make the whole chain worthless."""
    if _wrong(taken_at, received_at, after, rules):
        facts = {"hours": rules.sent_within_hours}
        message = "拍摄时间应在前一张照片之后，不能在将来，并在拍摄后{hours}小时内上传。请检查手机的时间。"
        fault = FieldError("taken_at", "clock_wrong", message, facts)
        raise Invalid("photo_refused", "照片有误，请按提示修改。", fields=[fault])


def _links(first: str, entries: Sequence[Entry]) -> Iterator[Finding]:
    previous = first
    for number, entry in enumerate(entries, 1):
        facts = {name: value for name, value in asdict(entry).items() if name != "hash"}
        if (entry.number, entry.previous, entry.hash) != (number, previous, hash_of(facts)):
            yield Finding(Fault.LINK, number)
            return
        previous = entry.hash


def _altered(entries: Sequence[Entry], photos: Mapping[int, str]) -> Iterator[Finding]:
    for entry in entries:
        if photos.get(entry.number, entry.sha256) != entry.sha256:
            yield Finding(Fault.PHOTO, entry.number)


def _clocks(entries: Sequence[Entry], rules: ProofRules) -> Iterator[Finding]:
    before: Entry | None = None
    for entry in entries:
        backwards = before is not None and entry.received_at < before.received_at
        if backwards or _wrong(entry.taken_at, entry.received_at, before.taken_at if before else None, rules):
            yield Finding(Fault.CLOCK, entry.number)
        before = entry


def _wrong(taken_at: datetime, received_at: datetime, after: datetime | None, rules: ProofRules) -> bool:
    ahead = taken_at - received_at > timedelta(minutes=rules.ahead_minutes)
    late = received_at - taken_at > timedelta(hours=rules.sent_within_hours)
    return ahead or late or (after is not None and taken_at < after)


def _shortfalls(entries: Sequence[Entry], rules: ProofRules, today: date, days: int) -> Iterator[Finding]:
    """Past the days that the law asks for no more photos are needed."""
    ends = [*map(_day, entries[1:]), today]
    for entry, end in zip(entries, ends, strict=False):  # of no entries there is no end either
        enough = (_day(entry) - _day(entries[0])).days >= rules.days
        if not enough and entry.act is not Act.REMOVED and (end - _day(entry)).days > rules.gap_days:
            yield Finding(Fault.GAP, entry.number, rules.gap_days)
    if entries and entries[-1].act is Act.REMOVED and days < rules.days:
        yield Finding(Fault.EARLY, entries[-1].number, rules.days)


def _day(entry: Entry) -> date:
    return civil_date(entry.taken_at)
