"""A notice's proof of display as one JSON document that anybody can check without us, with the photos or without."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from services.notices.domain.display.chain import Act, Entry, moment, start
from services.notices.domain.display.proof import Proof, ProofRules, prove
from shared.errors import Invalid

FORMAT = "shequ-display-proof/1"


@dataclass(frozen=True, slots=True)
class Chain:
    """A hanging with its entries; `place` is where the board stands."""

    hanging: str
    board: str
    place: str
    entries: Sequence[Entry]


def document(
    notice: Mapping[str, str], chains: Sequence[Chain], proofs: Sequence[Proof], *, rules: ProofRules, at: datetime
) -> dict[str, Any]:
    """`notice` has its id, title and area."""
    return {
        "format": FORMAT,
        "made_at": moment(at),
        "notice": dict(notice),
        "rules": asdict(rules),
        "hangings": [_hanging(chain, proof) for chain, proof in zip(chains, proofs, strict=True)],
    }


def check(source: Any, photos: Mapping[str, bytes], *, today: date) -> Iterator[tuple[str, Proof]]:
    """The place of each hanging with what is found anew. `photos` are files by any names: each entry's is looked for by
    its hash, so only the chain itself is checked where it is not among them. Raises Invalid for another document."""
    try:
        rules, notice = ProofRules(**source["rules"]), source["notice"]["id"]
        chains = [_chain(each) for each in source["hangings"]]
        known = source["format"] == FORMAT
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable() from error
    if not known:
        raise _unreadable()
    named = {name: hashlib.sha256(content).hexdigest() for name, content in photos.items()}
    for chain in chains:
        first = start(hanging=chain.hanging, notice=notice, board=chain.board)
        yield chain.place, prove(first, chain.entries, _at_hand(chain, named), rules=rules, today=today)


def _at_hand(chain: Chain, named: Mapping[str, str]) -> dict[int, str]:
    """A photo that was saved under its hash, but has another one now, was altered."""
    return {entry.number: found for entry in chain.entries for name, found in named.items() if entry.sha256 in name}


def _hanging(chain: Chain, proof: Proof) -> dict[str, Any]:
    return {
        "hanging": chain.hanging,
        "board": chain.board,
        "place": chain.place,
        "state": proof.state.value,
        "days": proof.days,
        "findings": [{"fault": each.fault.value, "number": each.number} for each in proof.findings],
        "entries": [_entry(each) for each in chain.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {name: moment(value) if isinstance(value, datetime) else value for name, value in asdict(entry).items()}


def _chain(source: Mapping[str, Any]) -> Chain:
    entries = [_read(each) for each in source["entries"]]
    return Chain(str(source["hanging"]), str(source["board"]), str(source["place"]), entries)


def _read(source: Mapping[str, Any]) -> Entry:
    times = {name: datetime.fromisoformat(source[name]) for name in ("taken_at", "received_at")}
    return Entry(**{**source, **times, "act": Act(source["act"])})


def _unreadable() -> Invalid:
    return Invalid("proof_unreadable", "这不是张贴证据的文件。")
