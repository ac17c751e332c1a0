"""Stations and their staff before the poll is opened, and the account of the papers before the count (Art 19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.counting.doubtful import check_doubtful
from services.elections.domain.counting.images import LARGEST, ImageKind, recognise
from services.elections.domain.counting.void_grounds import VOID_GROUNDS
from services.elections.domain.polling.papers import (
    Account,
    PaperFacts,
    StationPapers,
    Stock,
    check_account,
    check_destruction,
    paper_duties,
    surplus,
)
from services.elections.domain.polling.staff import StaffMember, StaffRole, faults_of
from services.elections.domain.polling.stations import (
    PollingFacts,
    StationKind,
    StationReadiness,
    check_fewer_sheets,
    check_hours,
    station_duties,
)
from services.elections.domain.procedure.duties import missing_for
from services.elections.domain.procedure.exceptions import EXCUSABLE
from services.elections.domain.procedure.steps import Step
from services.elections.store.rule_sets import rule_set, rule_set_ids
from shared.errors import Conflict, Invalid, TooLarge, UnsupportedFile
from tests.elections.domain.factories import RECONCILED, RULES, STAFF, lawful

READY = StationReadiness("一号站", secret_booth=True, staff=STAFF)


def opening(*stations: StationReadiness, **barred: frozenset[str]) -> list[str]:
    found = station_duties(PollingFacts(stations, **barred), RULES)
    return [missing.code for missing in found if missing is not None]


def test_a_station_with_a_booth_and_three_persons_may_open() -> None:
    assert opening(READY) == []


def test_art_19_a_station_needs_a_secret_booth_and_a_mobile_box_does_not() -> None:
    assert opening(replace(READY, secret_booth=False)) == ["booth_missing"]
    mobile = replace(READY, kind=StationKind.MOBILE, secret_booth=False, requests=1, list_published=True)
    assert opening(mobile) == []


def test_a_mobile_box_goes_only_to_those_who_asked_and_whose_list_is_published() -> None:
    mobile = replace(READY, kind=StationKind.MOBILE)
    assert opening(mobile) == ["mobile_box_unasked"]
    assert opening(replace(mobile, requests=3)) == ["mobile_list_unpublished"]


def test_two_persons_and_a_writer_are_too_few() -> None:
    writer = StaffMember("代写", date(1980, 1, 1), StaffRole.WRITER)
    assert opening(replace(READY, staff=(*STAFF[:2], writer))) == ["staff_too_few"]


def test_a_district_officer_may_excuse_too_few_staff_but_no_candidate_among_them() -> None:
    short = replace(READY, staff=STAFF[:2])
    facts = {"polling": PollingFacts((short,), frozenset({STAFF[0].person}))}
    excused = lawful(Step.OPEN_POLLING, excused=frozenset({"staff_too_few"}), **facts)
    assert [missing.code for missing in missing_for(Step.OPEN_POLLING, excused)] == ["staff_is_candidate"]
    assert "staff_too_few" in EXCUSABLE
    assert "staff_is_candidate" not in EXCUSABLE


def test_whoever_became_a_candidate_or_turned_out_a_relative_is_replaced() -> None:
    one, other, _ = (member.person for member in STAFF)
    found = opening(READY, candidates=frozenset({one}), relatives=frozenset({other}))
    assert found == ["staff_is_candidate", "staff_is_relative"]


def codes(member: StaffMember, **known: Any) -> list[str]:
    facts = {"at": None, "candidates": (), "relatives": (), "clause": "Art 19"} | known
    return [fault.code for fault in faults_of(member, **facts)]


def test_no_candidate_no_near_relative_and_nobody_twice_works_at_a_station() -> None:
    (member, *_) = STAFF
    assert codes(member) == []
    assert codes(member, candidates={member.person}) == ["staff_is_candidate"]
    assert codes(member, relatives={member.person}) == ["staff_is_relative"]
    assert codes(member, at="二号站") == ["staff_doubled"]


def test_a_writer_may_be_a_candidates_relative_but_no_candidate() -> None:
    writer = replace(STAFF[0], role=StaffRole.WRITER)
    assert codes(writer, relatives={writer.person}) == []
    assert codes(writer, candidates={writer.person}) == ["staff_is_candidate"]


def test_a_station_closes_after_it_opens_or_says_nothing() -> None:
    check_hours(None, None)
    check_hours(time(8), time(17))
    for hours in ((time(8), time(8)), (time(8), None), (None, time(8))):
        with pytest.raises(Invalid):
            check_hours(*hours)


def test_a_typed_sheet_is_not_left_out() -> None:
    check_fewer_sheets("一号站", 2, typed=2)
    with pytest.raises(Conflict) as refused:
        check_fewer_sheets("一号站", 1, typed=2)
    assert refused.value.code == "sheet_typed"


def counting(**changes: Any) -> list[str]:
    found = paper_duties(replace(RECONCILED, **changes), RULES.papers.clause)
    return [missing.code for missing in found if missing is not None]


def one(account: Account | None, issued: int | None = None) -> tuple[StationPapers, ...]:
    return (StationPapers("一号站", account, issued),)


def test_papers_that_come_to_zero_may_be_counted() -> None:
    assert counting() == []


def test_papers_nobody_recorded_are_asked_for() -> None:
    found = paper_duties(PaperFacts(stations=one(None)), RULES.papers.clause)
    assert [missing.code for missing in found if missing] == ["papers_unreconciled"] * 2


@pytest.mark.parametrize("stock", [Stock(1003, 2, 12), Stock(1002, 3, 13), Stock(1001, 2, 12)])
def test_a_paper_more_or_less_than_was_printed_is_named(stock: Stock) -> None:
    assert counting(stock=stock) == ["papers_unreconciled"]


def test_a_station_whose_papers_do_not_come_to_zero_is_named() -> None:
    assert counting(stations=one(Account(1000, 989, 10, 0), 989)) == ["papers_unreconciled"]


def test_sheets_that_say_another_number_of_papers_issued_are_named() -> None:
    assert counting(stations=one(Account(1000, 990, 10, 0), 991)) == ["papers_account_differs"]
    assert counting(stations=one(Account(1000, 990, 10, 0), None)) == []


@pytest.mark.parametrize("destroyed", [None, 11, 13])
def test_all_that_was_left_over_is_destroyed_before_the_count(destroyed: int | None) -> None:
    assert counting(stock=Stock(1002, 2, destroyed)) == ["surplus_not_destroyed"]


def test_with_nothing_left_over_nothing_is_destroyed() -> None:
    assert counting(stock=Stock(1000, 0), stations=one(Account(1000, 1000, 0, 0), 1000)) == []


COUNTS = st.integers(0, 2000)
ACCOUNTS = st.builds(Account, COUNTS, COUNTS, COUNTS, COUNTS)


@given(account=ACCOUNTS)
def test_an_account_is_taken_exactly_when_received_is_issued_left_over_and_spoiled(account: Account) -> None:
    balances = account.received == account.issued + account.left_over + account.spoiled
    if balances:
        check_account(account)
    else:
        with pytest.raises(Invalid):
            check_account(account)


@given(issued=COUNTS, left_over=COUNTS, spoiled=COUNTS, kept=COUNTS)
def test_every_printed_paper_is_issued_spoiled_or_destroyed(
    issued: int, left_over: int, spoiled: int, kept: int
) -> None:
    account = Account(issued + left_over + spoiled, issued, left_over, spoiled)
    stock = Stock(account.received + kept, kept)
    left = surplus(stock, [account])
    assert issued + spoiled + left == stock.printed
    assert counting(stock=replace(stock, destroyed=left), stations=one(account, issued)) == []


@pytest.mark.parametrize(
    ("count", "witnesses", "fields"),
    [(12, ["甲", "甲"], ["witnesses"]), (11, ["甲", "乙"], ["count"]), (0, ["甲"], ["count", "witnesses"])],
)
def test_two_different_persons_destroy_all_that_is_left(count: int, witnesses: list[str], fields: list[str]) -> None:
    check_destruction(12, ["甲", "乙"], left=12)
    with pytest.raises(Invalid) as refused:
        check_destruction(count, witnesses, left=12)
    assert [fault.field for fault in refused.value.fields] == fields


def test_doubtful_papers_have_a_ground_of_the_rules_and_somebody_who_decided() -> None:
    check_doubtful("torn", ["甲"], RULES.paper)
    with pytest.raises(Invalid) as refused:
        check_doubtful("ugly", [" "], RULES.paper)
    assert [fault.code for fault in refused.value.fields] == ["void_ground_unknown", "deciders_missing"]


@pytest.mark.parametrize("name", rule_set_ids())
def test_every_void_ground_of_the_rules_has_a_name(name: str) -> None:
    assert set(rule_set(name).paper.void_grounds) <= VOID_GROUNDS.keys()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"\xff\xd8\xff\xe0JFIF", ImageKind.JPEG), (b"\x89PNG\r\n\x1a\n...", ImageKind.PNG), (b"%PDF-1.7", ImageKind.PDF)],
)
def test_a_scan_is_known_by_its_content(content: bytes, kind: ImageKind) -> None:
    assert recognise(content) is kind


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<svg onload=alert(1)>", b"GIF89a", b"\xff\xd8"])
def test_anything_else_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(UnsupportedFile):
        recognise(content)


def test_a_scan_that_is_too_large_is_refused() -> None:
    with pytest.raises(TooLarge):
        recognise(b"%PDF-" + b"0" * LARGEST)
