"""Art 18: candidates are nominated by the community's party organisation or by ten electors jointly."""

from __future__ import annotations

import pytest

from services.elections.domain.candidacy.candidates import COLUMNS, Candidate, CandidateList, faults_of
from services.elections.domain.candidacy.post import Post
from services.elections.domain.roll.persons import Nomination, Sex
from shared.columns.headers import read_headers
from shared.errors import FieldError, Invalid
from tests.elections.domain.factories import POLLING_DAY, RULES, candidate_row

HEADERS = read_headers(list(candidate_row()), COLUMNS).by_column


def read(*rows: dict[str, str]) -> list[Candidate]:
    posts = {Post.DIRECTOR, Post.MEMBER}
    reading = CandidateList(HEADERS, posts=posts, polling_day=POLLING_DAY, rules=RULES)
    candidates = list(reading.candidates(enumerate(rows, start=2)))
    reading.check()
    return candidates


def faults(*rows: dict[str, str]) -> list[FieldError]:
    with pytest.raises(Invalid) as refused:
        read(*rows)
    return list(refused.value.fields)


def test_a_row_becomes_a_candidate() -> None:
    (candidate,) = read(candidate_row())
    assert (candidate.post, candidate.name, candidate.sex) == (Post.DIRECTOR, "李四", Sex.FEMALE)
    assert (candidate.nominated_by, candidate.joint_electors) == (Nomination.JOINT, 10)


@pytest.mark.parametrize(("number", "enough"), [("9", False), ("10", True), ("１１", True), ("", False)])
def test_art_18_ten_electors_or_more_nominate_jointly(number: str, enough: bool) -> None:
    if enough:
        assert len(read(candidate_row(联名人数=number))) == 1
        return
    (fault,) = faults(candidate_row(联名人数=number))
    assert (fault.code, fault.column, fault.facts["needed"]) == ("joint_electors_too_few", "联名人数", 10)
    assert fault.facts["article"] == "Art 18"


def test_art_18_the_party_organisation_nominates_without_signatures() -> None:
    (candidate,) = read(candidate_row(提名方式="社区党组织", 联名人数=""))
    assert (candidate.nominated_by, candidate.joint_electors) == (Nomination.PARTY, 0)


def test_art_16_a_candidate_is_eighteen_on_polling_day() -> None:
    assert len(read(candidate_row(出生日期="2008-12-20"))) == 1
    assert [fault.code for fault in faults(candidate_row(出生日期="2008-12-21"))] == ["under_age"]


def test_nobody_stands_twice_for_one_post() -> None:
    (fault,) = faults(candidate_row(), candidate_row(姓名="李　四"))
    assert (fault.code, fault.line) == ("candidate_doubled", 3)


def test_one_may_stand_for_two_posts_and_namesakes_are_told_apart_by_birth_date() -> None:
    assert len(read(candidate_row(), candidate_row(职务="委员"), candidate_row(出生日期="1990-01-01"))) == 3


def test_a_post_that_is_not_contested_is_refused() -> None:
    (fault,) = faults(candidate_row(职务="副主任"))
    assert (fault.code, fault.column) == ("post_not_contested", "职务")


def test_a_list_without_candidates_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        read()
    assert refused.value.code == "candidates_empty"


def test_a_candidate_added_by_hand_is_judged_by_the_same_rules_beside_those_there_already() -> None:
    (candidate,) = read(candidate_row())
    found = faults_of(candidate, posts={Post.MEMBER}, polling_day=POLLING_DAY, rules=RULES, known=[candidate])
    assert [fault.field for fault in found] == ["post", "name"]
