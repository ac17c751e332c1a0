"""Chains of photos: what they prove, what they lack, and where they are broken."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notices.domain.display.chain import Act, Entry, follow, start
from services.notices.domain.display.document import Chain, check, document
from services.notices.domain.display.proof import Fault, Proof, ProofState, check_times, prove
from services.notices.store.display import proof_rules
from shared.errors import Invalid

FIRST = start(hanging="h", notice="n", board="b")
BEGAN = datetime(2026, 11, 1, 4, tzinfo=UTC)
RULES = proof_rules()


def chain(*days: int, removed: bool = False) -> list[Entry]:
    """Photos so many days after the first."""
    entries: list[Entry] = []
    for number, after in enumerate(days, 1):
        last = removed and number == len(days)
        act = Act.HUNG if number == 1 else Act.REMOVED if last else Act.SEEN
        at = BEGAN + timedelta(days=after)
        previous = entries[-1].hash if entries else FIRST
        photo = f"{number:064x}"
        entries.append(follow(previous, number=number, act=act, sha256=photo, taken_at=at, received_at=at, by="li"))
    return entries


def proof(entries: list[Entry], *, after: int = 16, photos: dict[int, str] | None = None) -> Proof:
    today = (BEGAN + timedelta(days=after)).date()
    return prove(FIRST, entries, photos or {}, rules=RULES, today=today)


def faults(found: Proof) -> list[tuple[Fault, int]]:
    return [(each.fault, each.number) for each in found.findings]


def test_fifteen_days_between_the_first_photo_and_the_last_are_a_proof() -> None:
    assert proof(chain(0, 5, 10, 15)).state is ProofState.COMPLETE
    assert proof(chain(0, 5, 10, 15, removed=True)).state is ProofState.COMPLETE
    assert proof(chain(0, 5, 10), after=14).state is ProofState.RUNNING


def test_fourteen_days_are_too_few_once_it_was_taken_off() -> None:
    short = proof(chain(0, 5, 10, 14, removed=True))
    assert (short.state, faults(short)) == (ProofState.SHORT, [(Fault.EARLY, 4)])


def test_six_days_without_a_photo_are_a_gap_and_so_are_six_days_until_today() -> None:
    assert faults(proof(chain(0, 6, 10, 15))) == [(Fault.GAP, 1)]
    assert faults(proof(chain(0, 5), after=11)) == [(Fault.GAP, 2)]


def test_after_fifteen_days_no_more_photos_are_needed() -> None:
    assert proof(chain(0, 5, 10, 15), after=100).state is ProofState.COMPLETE


def test_nothing_is_proved_by_no_photo() -> None:
    assert proof([]).state is ProofState.RUNNING


@settings(max_examples=60)
@given(number=st.integers(0, 3), field=st.sampled_from(["act", "sha256", "taken_at", "received_at", "by", "previous"]))
def test_whatever_is_altered_breaks_the_chain_where_it_was(number: int, field: str) -> None:
    entries = chain(0, 5, 10, 15)
    other = {"act": Act.REMOVED, "sha256": "f" * 64, "by": "wang", "previous": "0" * 64}
    value = other.get(field, BEGAN - timedelta(days=1))
    entries[number] = replace(entries[number], **{field: value})
    found = proof(entries)
    assert found.state is ProofState.BROKEN
    assert found.findings[0].number == number + 1


def test_an_entry_that_was_taken_out_or_put_in_breaks_it() -> None:
    entries = chain(0, 5, 10, 15)
    assert faults(proof([*entries[:1], *entries[2:]])) == [(Fault.LINK, 2)]
    assert faults(proof([*entries, entries[-1]]))[0] == (Fault.LINK, 5)


def test_the_chain_of_another_notice_is_none() -> None:
    found = prove(start(hanging="h", notice="x", board="b"), chain(0, 15), {}, rules=RULES, today=date(2026, 11, 16))
    assert faults(found) == [(Fault.LINK, 1)]


def test_a_photo_that_was_exchanged_breaks_it() -> None:
    assert faults(proof(chain(0, 5, 10, 15), photos={2: "e" * 64})) == [(Fault.PHOTO, 2)]


def test_a_chain_that_was_forged_whole_with_a_wrong_clock_is_broken() -> None:
    """Hashes that fit do not make up for times that cannot be: sent today, and taken two weeks ago."""
    entries: list[Entry] = []
    for number, after in enumerate((0, 5, 10, 15), 1):
        entries.append(
            follow(
                entries[-1].hash if entries else FIRST,
                number=number,
                act=Act.SEEN,
                sha256="a" * 64,
                taken_at=BEGAN + timedelta(days=after),
                received_at=BEGAN + timedelta(days=15),
                by="li",
            )
        )
    assert faults(proof(entries)) == [(Fault.CLOCK, 1), (Fault.CLOCK, 2), (Fault.CLOCK, 3)]


@pytest.mark.parametrize("taken", [timedelta(minutes=11), timedelta(hours=-73), timedelta(minutes=-6)])
def test_a_photo_with_a_wrong_clock_is_refused_when_it_is_sent(taken: timedelta) -> None:
    check_times(BEGAN - timedelta(minutes=4), BEGAN, after=BEGAN - timedelta(minutes=5), rules=RULES)
    with pytest.raises(Invalid):
        check_times(BEGAN + taken, BEGAN, after=BEGAN - timedelta(minutes=5), rules=RULES)


def test_the_document_is_checked_without_us_and_with_the_photos() -> None:
    entries = chain(0, 5, 10, 15)
    made = document(
        {"id": "n", "title": "收支", "area": "1"},
        [Chain("h", "b", "门口", entries)],
        [proof(entries)],
        rules=RULES,
        at=BEGAN,
    )
    read = json.loads(json.dumps(made, ensure_ascii=False))
    today = date(2026, 12, 1)
    ((place, found),) = check(read, {}, today=today)
    assert (place, found.state) == ("门口", ProofState.COMPLETE)
    ((_, altered),) = check(read, {f"{entries[1].sha256}.jpg": b"other"}, today=today)
    assert faults(altered) == [(Fault.PHOTO, 2)]
    read["hangings"][0]["entries"][2]["taken_at"] = "2026-11-12T00:00:00+00:00"
    ((_, broken),) = check(read, {}, today=today)
    assert faults(broken)[0] == (Fault.LINK, 3)


@pytest.mark.parametrize("source", [[], {}, {"format": "x", "rules": {}, "hangings": []}, "text", None])
def test_another_document_is_refused(source: object) -> None:
    with pytest.raises(Invalid):
        list(check(source, {}, today=date(2026, 12, 1)))
