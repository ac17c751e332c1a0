"""Logs of called papers: however they arrive they come to the same sheet, and nothing in them changes unseen."""

from __future__ import annotations

import random
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.called_papers import effective, paper_faults, sheet_of
from services.elections.domain.counting.callout import Log, Marks, Record, Sent, correction_faults, strokes
from services.elections.domain.counting.sheet_faults import faults_of
from services.elections.domain.counting.tally import Sheet
from services.elections.domain.rules.rule_set import PaperStyle
from shared.errors import Conflict
from tests.elections.domain.factories import RULES, ballot

BALLOTS = (ballot("AB"), ballot("CDE", seats=2, post=Post.MEMBER))
CHOOSE = RULES.paper
MARKS = replace(RULES.paper, style=PaperStyle.MARKS)
SEED = "00000000-0000-7000-8000-000000000000"


def paper_id(number: int) -> str:
    return str(UUID(int=number, version=4))


@st.composite
def marks(draw: st.DrawFn, candidates: str) -> Marks:
    ground = draw(st.sampled_from([None, None, None, "defaced", "torn"]))
    chosen = draw(st.lists(st.sampled_from(candidates), unique=True))
    return Marks(tuple(chosen), write_ins=tuple(draw(st.lists(st.sampled_from("赵钱孙"), unique=True))), void=ground)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Papers, and corrections of papers that stand: another paper in their place, or none."""
    log, standing = Log(SEED), []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        replaced = draw(st.sampled_from([None, *standing]))
        empty = replaced is not None and draw(st.booleans())
        contests = {} if empty else {Post.DIRECTOR: draw(marks("AB")), Post.MEMBER: draw(marks("CDE"))}
        record = Record(number, paper_id(number), log.head, contests, replaced)
        log = log.extended([Sent(record, record.hash)])
        standing = [each for each in [*standing, record.id] if each != replaced and not (empty and each == record.id)]
    return log


def sent(log: Log) -> list[Sent]:
    return [Sent(record, record.hash) for record in log.records]


@given(logs(), st.integers(0, 2**32))
def test_whatever_the_batches_and_their_order_the_sheet_is_the_same(log: Log, seed: int) -> None:
    """A device sends again from the number that it is told, as the page does; batches overlap and come twice."""
    there, records, chance = Log(SEED), sent(log), random.Random(seed)  # noqa: S311 - repeatable
    while len(there.records) < len(records):
        start = chance.randrange(len(records))
        batch = records[start : start + chance.randint(1, 5)]
        chance.shuffle(batch)
        if min(each.record.number for each in batch) > len(there.records) + 1:
            with pytest.raises(Conflict) as refused:
                there.extended(batch)
            assert refused.value.facts["expected"] == len(there.records) + 1
        else:
            there = there.extended(batch)
    assert there == log
    assert sheet_of(there, 20, BALLOTS, CHOOSE) == sheet_of(log, 20, BALLOTS, CHOOSE)


@given(logs())
def test_a_log_without_faults_comes_to_a_sheet_without_faults(log: Log) -> None:
    assert correction_faults(log) == []
    assert [fault for record in log.records for fault in paper_faults(record, BALLOTS, CHOOSE)] == []
    sheet = sheet_of(log, 20, BALLOTS, CHOOSE)
    assert faults_of(sheet, BALLOTS, CHOOSE) == []
    assert sheet.recovered == len(log.in_force())
    assert Sheet.from_facts(sheet.as_facts()) == sheet


@given(logs(), st.data())
def test_a_record_changed_anywhere_is_noticed_by_who_has_the_head(log: Log, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(log.records) - 1))
    changed = replace(log.records[place], contests={Post.DIRECTOR: Marks(void="blank")})
    forged = [*sent(log)[:place], Sent(changed, changed.hash), *sent(log)[place + 1 :]]
    if changed != log.records[place]:
        with pytest.raises(Conflict) as refused:
            log.extended(forged)
        assert refused.value.code == "paper_differs"
        if place + 1 < len(log.records):  # to a server that has nothing yet, the next record tells
            with pytest.raises(Conflict) as refused:
                Log(SEED).extended(forged)
            assert refused.value.code == "chain_broken"


@given(logs())
def test_papers_marked_beside_each_name_say_something_of_every_candidate(log: Log) -> None:
    """What only chooses is, on such a paper, for some and an abstention for the others."""
    without = [replace(each, contests=_without_write_ins(each)) for each in log.records]
    sheet = sheet_of(replace(log, records=tuple(without)), 20, BALLOTS, MARKS)
    assert faults_of(sheet, BALLOTS, MARKS) == []


def _without_write_ins(record: Record) -> dict[Post, Marks]:
    return {post: replace(marks, write_ins=()) for post, marks in record.contests.items()}


@pytest.mark.parametrize(
    ("called", "ground"),
    [
        (Marks(("A",)), None),
        (Marks(("A", "B")), "too_many"),
        (Marks(("A",), write_ins=("赵一",)), "too_many"),
        (Marks(), "blank"),
        (Marks(("A",), void="torn"), "torn"),
    ],
)
def test_what_a_called_paper_counts_as(called: Marks, ground: str | None) -> None:
    assert effective(called, BALLOTS[0], CHOOSE).void == ground


def test_against_and_other_persons_go_together_on_a_paper_with_marks() -> None:
    contests = {Post.DIRECTOR: Marks(against=("A",), write_ins=("赵一", "钱二")), Post.MEMBER: Marks(("C",))}
    faults = paper_faults(Record(1, paper_id(1), SEED, contests), BALLOTS, MARKS)
    assert [fault.code for fault in faults] == ["others_over_against"]


def test_the_hash_is_what_the_documentation_says() -> None:
    """A value that scripts in other languages can be tried with."""
    contests = {Post.MEMBER: Marks(void="torn"), Post.DIRECTOR: Marks(("A",), write_ins=("赵“一”\\",))}
    record = Record(1, paper_id(1), SEED, contests)
    assert record.hash == "db2f49877e033b280eff88b329edda63a384e276c0014cb123f022cc45eacda7"


@given(st.integers(0, 10_000))
def test_strokes_add_up(votes: int) -> None:
    drawn = strokes(votes)
    assert drawn.whole * 5 + drawn.rest == votes
    assert 0 <= drawn.rest < 5
