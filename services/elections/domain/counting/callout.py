"""Calling out papers (唱票): each called paper is a record in a log, and the sheet follows from the log alone.

The log is a chain. A record has a running number and carries the hash of the one before it, so a log that was signed
cannot be changed unseen, and a device that was without a network proves that what it sends follows on what is there.
Nothing is overwritten: a correction is a new record that names the one which it replaces.

Secrecy: a record has no time, and its id must be random (a UUID of version 4; version 7 would hold the millisecond).
See docs/decisions/0011-called-papers-have-no-time.md.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from services.elections.domain.candidacy.post import Post
from shared.errors import Conflict, FieldError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_STROKES = 5
"""Of the character 正, in which votes are chalked up."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What was called of one contest: the candidates voted for and, on papers with a mark beside each name, those
    voted against; other persons' names; or the code of the ground on which this part of the paper is void."""

    votes: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    write_ins: tuple[str, ...] = ()
    void: str | None = None

    def as_facts(self) -> dict[str, Any]:
        return {
            "votes": list(self.votes),
            "against": list(self.against),
            "write_ins": list(self.write_ins),
            "void": self.void,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Marks:
        votes, against, write_ins = (tuple(map(str, facts[name])) for name in ("votes", "against", "write_ins"))
        return cls(votes, against, write_ins, facts["void"])


@dataclass(frozen=True, slots=True)
class Record:
    """`previous` is the hash of the record before it, of the first one the call-out's own id. With `replaces` it is a
    correction; without contests, too, it takes that record back: the paper had not been there."""

    number: int
    id: str
    previous: str
    contests: Mapping[Post, Marks] = field(default_factory=dict)
    replaces: str | None = None

    @property
    def hash(self) -> str:
        """SHA-256 of the record as JSON without spaces, in UTF-8; scripts in a browser make the same text."""
        contests = [
            [post.value, marks.void, list(marks.votes), list(marks.against), list(marks.write_ins)]
            for post, marks in sorted(self.contests.items())
        ]
        parts = [self.number, self.id, self.replaces, contests, self.previous]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sent:
    """A record as a device sent it, with the hash that the device made of it."""

    record: Record
    hash: str


@dataclass(frozen=True, slots=True)
class Log:
    """The records of a call-out from the first one without a gap. `seed` is the call-out's id."""

    seed: str
    records: tuple[Record, ...] = ()

    @property
    def head(self) -> str:
        return self.records[-1].hash if self.records else self.seed

    def extended(self, batch: Iterable[Sent]) -> Log:
        """With the records that are not there yet; those that are may be sent again. Raises Conflict for a gap, for
        another record under a number that is taken, and for one that does not follow on the one before it."""
        records, head = list(self.records), self.head
        for sent in sorted(batch, key=lambda sent: sent.record.number):
            if sent.record.number <= len(records):
                _must_be(records[sent.record.number - 1], sent)
                continue
            _must_follow(len(records), head, sent)
            records.append(sent.record)
            head = sent.hash
        return Log(self.seed, tuple(records))

    def in_force(self) -> list[Record]:
        """The papers: without records that were replaced, and without those that only took one back."""
        replaced = {record.replaces for record in self.records}
        return [record for record in self.records if record.contests and record.id not in replaced]


def correction_faults(log: Log) -> list[FieldError]:
    """An id that is there twice; a correction of what is not there (any more); a record that says nothing."""
    faults: list[FieldError] = []
    seen: set[str] = set()
    standing: set[str] = set()
    for record in log.records:
        path = f"items.{record.number}"
        if record.id in seen:
            faults.append(FieldError(f"{path}.id", "paper_doubled", "这个编号的记录已经有了。"))
        if record.replaces is not None and record.replaces not in standing:
            message = "要更正的记录不存在，或者已经更正过。"
            faults.append(FieldError(f"{path}.replaces", "replaced_unknown", message))
        if not record.contests and record.replaces is None:
            faults.append(FieldError(f"{path}.contests", "paper_empty", "记录里没有任何职务的内容。"))
        seen.add(record.id)
        standing.discard(record.replaces or "")
        standing |= {record.id} if record.contests else set()
    return faults


@dataclass(frozen=True, slots=True)
class Strokes:
    """A number of votes as it is chalked up: whole characters 正, and the strokes of the next one."""

    whole: int
    rest: int


def strokes(votes: int) -> Strokes:
    return Strokes(*divmod(votes, _STROKES))


def _must_be(there: Record, sent: Sent) -> None:
    if there.hash != sent.hash or there != sent.record:
        message = "第{number}号记录与已经同步的不同：可能有两台设备同时在记，请停下核对。"
        raise Conflict("paper_differs", message, number=sent.record.number)


def _must_follow(count: int, head: str, sent: Sent) -> None:
    number = sent.record.number
    if number != count + 1:
        raise Conflict("papers_missing", "缺少前面的记录，请从第{expected}号起重新同步。", expected=count + 1)
    if sent.record.previous != head or sent.record.hash != sent.hash:
        message = "第{number}号记录的校验码接不上前一号，请停下核对，不要再记。"
        raise Conflict("chain_broken", message, number=number)
