"""Bundles of elections that were never held: random sheets, the domain's own count and verdict, sealed with a test's
key."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import strategies as st

from services.elections.domain.archive import contents
from services.elections.domain.archive.chain import chained
from services.elections.domain.archive.contents import Papers, ballots_of, files_of, poll_of, sheets_of
from services.elections.domain.archive.packing import MANIFEST, SEAL, canonical, digest, manifest_of, pack
from services.elections.domain.archive.sealing import seal
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.callout import Log, Marks, Record
from services.elections.domain.counting.counting import station_totals, total
from services.elections.domain.counting.tally import compare_entries
from services.elections.domain.procedure.steps import WAY, Step
from services.elections.domain.verdict.verdict import decide
from services.elections.store.rule_sets import rule_set_source
from tests.elections.domain.factories import POLLING_DAY, RULES, lawful_day

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ANOTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
SEALED_AT = datetime(2026, 12, 28, 9, tzinfo=UTC)

POSTS = {"director": (1, 2), "vice_director": (1, 2), "member": (3, 4)}
"""Seats and candidates."""
IMAGE = b"\xff\xd8\xff a scanned sheet"


def election(electors: int = 100) -> dict[str, Any]:
    contests = [
        {
            "post": post,
            "seats": seats,
            "candidates": [
                {
                    "id": f"{post}-{n}",
                    "name": f"{post} {n}",
                    "sex": "female" if n == 1 else "male",
                    "person": f"{post}{n}",
                }
                for n in range(candidates)
            ],
        }
        for post, (seats, candidates) in POSTS.items()
    ]
    return {
        "id": "01930a2c-0000-7000-8000-00000000e001",
        "title": "换届选举",
        "kind": "term",
        "parent_bundle": None,
        "mode": "all",
        "polling_day": POLLING_DAY.isoformat(),
        "state": "certified",
        "rule_set": RULES.id,
        "electors": electors,
        "contests": contests,
        "seated": [],
        "relatives": [],
    }


@st.composite
def figures(draw: st.DrawFn, recovered: int, seats: int, names: list[str]) -> dict[str, Any]:
    """Votes that fit the papers: nobody has more than there are valid ones, nor all together more than there is room
    for."""
    void = draw(st.integers(0, recovered))
    valid = recovered - void
    room, votes = valid * seats, {}
    for name in names:
        votes[name] = draw(st.integers(0, min(valid, room)))
        room -= votes[name]
    return {"void": void, "votes": votes, "others": draw(st.integers(0, room))}


@st.composite
def sheet(draw: st.DrawFn) -> dict[str, Any]:
    recovered = draw(st.integers(0, 40))
    contests = {
        post: draw(figures(recovered, seats, [f"{post}-{n}" for n in range(candidates)]))
        for post, (seats, candidates) in POSTS.items()
    }
    return {
        "issued": recovered + draw(st.integers(-1, 5)) if recovered else 0,
        "recovered": recovered,
        "contests": contests,
    }


stations = st.lists(st.lists(sheet(), min_size=1, max_size=3), min_size=1, max_size=3)
"""Of each station its sheets."""


def one_station(*sheets: int) -> list[list[dict[str, Any]]]:
    """A station where all papers of each sheet are for the first candidates of each post."""
    return [[_for_the_first(recovered) for recovered in sheets]]


def _for_the_first(recovered: int) -> dict[str, Any]:
    contests = {
        post: {"void": 0, "votes": {f"{post}-{n}": recovered * (n < seats) for n in range(candidates)}, "others": 0}
        for post, (seats, candidates) in POSTS.items()
    }
    return {"issued": recovered, "recovered": recovered, "contests": contests}


def callout(sheet: int, recovered: int) -> dict[str, Any]:
    """The log of such a sheet of the first station, signed by three persons."""
    log = Log("01930a2c-0000-7000-8000-00000000c001")
    votes = {post: [f"{post}-{n}" for n in range(seats)] for post, (seats, _) in POSTS.items()}
    marks = {post: {"votes": each, "against": [], "write_ins": [], "void": None} for post, each in votes.items()}
    said: list[dict[str, Any]] = []
    for number in range(1, recovered + 1):
        contests = {Post(post): Marks.from_facts(each) for post, each in marks.items()}
        record = Record(number, f"00000000-0000-4000-8000-{number:012}", log.head, contests)
        log = Log(log.seed, (*log.records, record))
        facts = {"number": number, "id": record.id, "replaces": None, "previous": record.previous, "hash": record.hash}
        said.append(facts | {"contests": marks})
    signers = {"caller": "caller-1", "overseer": "overseer-1", "recorder": "typist-1"}
    signatures = [{"head": log.head, "role": role, "subject": subject} for role, subject in signers.items()]
    whole = {"id": log.seed, "station": "s0", "sheet": sheet, "issued": recovered, "state": "signed", "head": log.head}
    return whole | {"recorder": "typist-1", "records": said, "takeovers": [], "signatures": signatures}


def papers(
    typed: list[list[dict[str, Any]]],
    *,
    electors: int = 100,
    images: bool = False,
    callouts: Sequence[dict[str, Any]] = (),
    doubtful: Sequence[dict[str, Any]] = (),
) -> Papers:
    """All of a lawful election's papers, as the store gives them."""
    texts: dict[str, Any] = {contents.ELECTION: election(electors), contents.SHEETS: _sheets(typed, images)}
    texts |= _decided(texts)
    texts |= {contents.ROLL: _roll(electors), contents.STEPS: _steps(), contents.AUDIT: _audit()}
    texts |= {contents.CALLOUTS: list(callouts), contents.PAPERS: {**_accounts(typed), "doubtful": list(doubtful)}}
    texts |= {contents.CANDIDATES: [], contents.NOTICES: [], contents.EVENTS: []}
    scans = {contents.image_name(digest(IMAGE), "jpg"): IMAGE} if images else {}
    return Papers(texts, rule_set_source(RULES.id), scans)


def _sheets(typed: list[list[dict[str, Any]]], images: bool) -> dict[str, Any]:
    scan = {"station": "s0", "sheet": 1, "sha256": digest(IMAGE), "file": contents.image_name(digest(IMAGE), "jpg")}
    shown = [
        {
            "id": f"s{number}",
            "name": f"{number}号站",
            "kind": "station",
            "sheets": [
                {"sheet": place, "entries": [{"clerk": clerk, "figures": each} for clerk in ("typist-1", "typist-2")]}
                for place, each in enumerate(of_station, 1)
            ],
        }
        for number, of_station in enumerate(typed)
    ]
    return {"stations": shown, "images": [scan] if images else []}


def _accounts(typed: list[list[dict[str, Any]]]) -> dict[str, Any]:
    """One paper more than was issued at each station; two are kept back, and all that is left over destroyed."""
    issued = [sum(sheet["issued"] for sheet in station) for station in typed]
    accounts = [
        {
            "station": f"s{number}",
            "account": {"received": each + 1, "issued": each, "left_over": 1, "spoiled": 0, "written_for": None},
        }
        for number, each in enumerate(issued)
    ]
    printed = sum(issued) + len(issued) + 2
    return {"stock": {"printed": printed, "kept": 2, "destroyed": len(issued) + 2}, "accounts": accounts}


def _decided(texts: Mapping[str, Any]) -> dict[str, Any]:
    by_station: dict[str, list[Any]] = {}
    for each in sheets_of(texts[contents.SHEETS]):
        by_station.setdefault(each.station_id, []).append(compare_entries(each.entries).agreed)
    totals = total(station_totals(station, *sheets) for station, sheets in by_station.items())
    found = texts[contents.ELECTION]
    verdict = decide(ballots_of(found), totals, poll_of(found, RULES), RULES)
    tally = {"stations": {}, "totals": totals.as_facts()}
    return json.loads(canonical({contents.TALLY: tally, contents.VERDICT: verdict.as_facts()}))


def _roll(electors: int) -> dict[str, Any]:
    return {"roll_hash": "a" * 64, "versions": [{"number": 1, "electors": electors, "roll_hash": "a" * 64}]}


def _steps() -> dict[str, Any]:
    steps = [{"step": step, "on": lawful_day(step).isoformat(), "by": f"officer-{step}"} for _, step in WAY]
    handover = {"completed_on": (POLLING_DAY + timedelta(days=8)).isoformat()}
    return {"steps": steps, "exceptions": [], "objections": [], "handover": handover}


def _audit() -> list[dict[str, Any]]:
    return chained({"action": step, "actor": f"officer-{step}"} for _, step in WAY if isinstance(step, Step))


def sealed_files(made: Papers, key: Ed25519PrivateKey = KEY) -> dict[str, bytes]:
    return resealed(files_of(made, preview=False), key)


def resealed(files: Mapping[str, bytes], key: Ed25519PrivateKey = KEY) -> dict[str, bytes]:
    """With a list of files and a seal that fit whatever the files now are."""
    kept = contents.listed(files)
    manifest = manifest_of(kept, election_id=election()["id"], preview=False)
    return {**kept, MANIFEST: manifest, SEAL: seal(manifest, key, at=SEALED_AT)}


def sealed(made: Papers, key: Ed25519PrivateKey = KEY) -> bytes:
    return pack(sealed_files(made, key))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every value within that holds no others."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [each for name, part in inner for each in places(part, (*path, name))]
    return found or [path]


def changed(value: Any, path: tuple[Any, ...]) -> Any:
    """A copy in which the value at the path is another."""
    if not path:
        return _other(value)
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:])
    return copy


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value}x" if isinstance(value, str) else "x"
