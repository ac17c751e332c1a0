"""The committee in office: seated by a certified result, ended early with a reason, filled again (Art 20-24)."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import delete, select, text

from services.elections.domain.rules.numbers import years_after
from services.elections.store import tables
from services.elections.store.database import reading, unit_of_work
from shared import clock
from shared.auth.actor import Actor
from tests.elections.committees import FULL, as_if_long_ago, committee, member, next_term
from tests.elections.conftest import (
    ElectionOffice,
    check_roll,
    count_and_certify,
    enter_sheets,
    events,
    roll_csv,
    run_jobs,
    staff_stations,
)


@pytest.fixture
def seated(seated_election: dict[str, Any]) -> str:
    """The code of a community whose committee of five was elected today."""
    return seated_election["area"]


def _end(office: ElectionOffice, seated: str, name: str = "委员1", **changes: Any) -> Any:
    body = {"reason": "sentenced", "on": clock.today().isoformat(), "document": "（2026）桂0403刑初1号"}
    return office.post(f"/members/{member(office, seated, name)['id']}/end", body | changes)


def _hold(office: ElectionOffice, number: str, names: tuple[str, ...], votes: dict[str, dict[str, int]]) -> None:
    """From the roll to the certified result of a by-election."""
    assert office.step(number, "announce", days_before=0).status_code in {200, 409}
    roll = roll_csv(standing=[(name, "女", "1991-02-03") for name in names])
    office.upload(f"/elections/{number}/roll", roll)
    run_jobs()
    check_roll(office, number)
    for name in names:
        body = {"post": "member", "name": name, "sex": "female", "birth_date": "1991-02-03", "nominated_by": "party"}
        assert office.post(f"/elections/{number}/candidates", body).status_code == 201
    staff_stations(office, number)
    for step in ("publish_roll", "publish_candidates", "open_polling", "close"):
        answer = office.step(number, step)
        assert answer.status_code == 200, answer.json
    enter_sheets(office, number, votes, papers=10)
    count_and_certify(office, number)


def test_before_any_result_there_is_no_committee(office: ElectionOffice, community: str) -> None:
    shown = committee(office, community)
    assert (shown["members"], shown["left"], shown["vacant"]) == ([], [], [])


def test_whom_a_certified_result_elects_is_in_office_for_five_years(office: ElectionOffice, seated: str) -> None:
    shown = committee(office, seated)
    assert [(each["post"], each["name"]) for each in shown["members"]] == [
        ("director", "主任1"),
        ("vice_director", "副主任1"),
        ("member", "委员1"),
        ("member", "委员2"),
        ("member", "委员3"),
    ]
    assert {each["term_ends_on"] for each in shown["members"]} == {years_after(clock.today(), 5).isoformat()}
    assert shown["vacant"] == []


def test_a_void_election_seats_nobody(office: ElectionOffice, closed_election: dict[str, Any]) -> None:
    enter_sheets(office, closed_election["id"], FULL | {"director": {"主任1": 3, "主任2": 0}}, papers=10)
    figures = {post: dict.fromkeys(votes, 0) for post, votes in FULL.items()}
    enter_sheets(office, closed_election["id"], figures, papers=5)
    count_and_certify(office, closed_election["id"])
    assert committee(office, closed_election["area"])["members"] == []


def test_a_birth_date_is_for_those_who_keep_the_roll(office: ElectionOffice, seated: str) -> None:
    (whole, *_) = committee(office, seated)["members"]
    assert whole["birth_date"] == "1970-01-01"
    shown = office.get(f"/areas/{seated}/committee", scopes=("elections:read",)).json["members"]
    assert all("birth_date" not in each for each in shown)


@pytest.mark.parametrize("reason", ["incapacity", "sentenced", "died"])
def test_a_post_that_ends_by_itself_leaves_a_seat_for_a_by_election(
    office: ElectionOffice, seated: str, reason: str
) -> None:
    ended = _end(office, seated, reason=reason)
    assert ended.status_code == 200, ended.json
    assert (ended.json["ended_on"], ended.json["end_reason"]) == (clock.today().isoformat(), reason)
    shown = committee(office, seated)
    assert "委员1" not in [each["name"] for each in shown["members"]]
    assert [each["name"] for each in shown["left"]] == ["委员1"]
    until = years_after(clock.today(), 5).isoformat()
    assert shown["vacant"] == [
        {"area": seated, "post": "member", "seats": 1, "term_ends_on": until, "clause": "Art 24"}
    ]
    told = events()[-1]
    assert (told["type"], told["data"]["name"], told["data"]["reason"]) == (
        "elections.post_ended.v1",
        "委员1",
        reason,
    )
    assert told["data"]["clause"] == ("Art 24" if reason == "died" else "Art 23")


def test_a_committee_is_shown_as_it_stood_on_a_day(office: ElectionOffice, seated: str) -> None:
    _end(office, seated)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert committee(office, seated, on=yesterday)["members"] == []
    assert len(committee(office, seated, on=clock.today().isoformat())["members"]) == 4


def test_a_post_ends_once(office: ElectionOffice, seated: str) -> None:
    number = member(office, seated, "委员1")["id"]
    body = {"reason": "died", "on": clock.today().isoformat(), "document": "死亡证明"}
    assert office.post(f"/members/{number}/end", body).status_code == 200
    again = office.post(f"/members/{number}/end", body)
    assert (again.status_code, again.json["code"]) == (409, "member_left")
    assert len([each for each in events() if each["type"] == "elections.post_ended.v1"]) == 1


def test_a_request_that_is_sent_again_ends_the_post_once_and_answers_the_same(
    office: ElectionOffice, seated: str
) -> None:
    number = member(office, seated, "委员1")["id"]
    body = {"reason": "died", "on": clock.today().isoformat(), "document": "死亡证明"}
    first, second = (office.post(f"/members/{number}/end", body, headers={"Idempotency-Key": "k1"}) for _ in "12")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json == second.json


@pytest.mark.parametrize("days", [-1, 1])
def test_a_post_ends_neither_before_it_began_nor_in_future(office: ElectionOffice, seated: str, days: int) -> None:
    answer = _end(office, seated, on=(clock.today() + timedelta(days=days)).isoformat())
    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json["fields"]] == ["end_impossible"]


@pytest.mark.parametrize("reason", ["recalled", "resigned", "appraisal", "void", "term_over"])
def test_what_a_vote_or_an_office_decides_is_not_recorded_by_hand(
    office: ElectionOffice, seated: str, reason: str
) -> None:
    assert _end(office, seated, reason=reason).status_code == 422
    assert len(committee(office, seated)["members"]) == 5


def test_a_document_must_show_that_a_post_ended_by_itself(office: ElectionOffice, seated: str) -> None:
    assert _end(office, seated, document=" ").status_code == 422


def test_a_by_election_fills_an_empty_seat_to_the_end_of_the_running_term(office: ElectionOffice, seated: str) -> None:
    """Art 24, from the end of a post to the next member in office."""
    _end(office, seated)
    (empty,) = committee(office, seated)["vacant"]
    number = _by_election(office, empty)
    for duty in ("polling_day_too_near", "roll_late", "candidates_late"):
        body = {"duty": duty, "reason": "主任出缺，居民会议同意尽快补选。"}
        assert office.post(f"/elections/{number}/exceptions", body).status_code == 201
    _hold(office, number, ("钱新", "孙新"), {"member": {"钱新": 7, "孙新": 3}})
    shown = committee(office, seated)
    assert shown["vacant"] == []
    new = next(each for each in shown["members"] if each["name"] == "钱新")
    assert (new["election_id"], new["term_ends_on"]) == (number, empty["term_ends_on"])
    told = events()[-1]
    assert (told["type"], told["data"]["kind"]) == ("elections.result_certified.v1", "by_election")
    assert told["data"]["term"]["ends_on"] == empty["term_ends_on"]


def _by_election(office: ElectionOffice, empty: dict[str, Any], **changes: Any) -> str:
    body = {
        "area": empty["area"],
        "title": "补选",
        "kind": "by_election",
        "polling_day": clock.today().isoformat(),
        "term_ends_on": empty["term_ends_on"],
        "contests": [{"post": empty["post"], "seats": empty["seats"]}],
        "stations": [{"name": "主会场", "secret_booth": True}],
    }
    made = office.post("/elections", body | changes)
    assert made.status_code == 201, made.json
    return made.json["id"]


def test_a_by_election_is_announced_for_empty_seats_only_and_to_the_terms_end_only(
    office: ElectionOffice, seated: str
) -> None:
    until = (clock.today() + timedelta(days=30)).isoformat()
    number = _by_election(office, {"area": seated, "post": "member", "seats": 1, "term_ends_on": until})
    missing = {
        duty["code"]: duty["article"] for duty in office.step(number, "announce").json["missing"] if "article" in duty
    }
    assert missing["seats_not_vacant"] == missing["term_end_differs"] == "Art 24"


def test_the_next_terms_committee_relieves_the_one_before(office: ElectionOffice, seated: str) -> None:
    """The first election is told as if held five years ago: then the next one's result ends its members' time."""
    as_if_long_ago()
    before = committee(office, seated)["members"]
    next_term(office, seated)
    shown = committee(office, seated)
    assert [each["name"] for each in shown["members"]] == [each["name"] for each in before]
    assert not {each["id"] for each in shown["members"]} & {each["id"] for each in before}
    assert shown["left"] == []
    then = committee(office, seated, on=(clock.today() - timedelta(days=1)).isoformat())["members"]
    assert [(each["id"], each["end_reason"]) for each in then] == [(each["id"], "term_over") for each in before]
    assert not [each for each in events() if each["type"] == "elections.post_ended.v1"]


def test_an_older_term_certified_after_a_newer_one_is_history(office: ElectionOffice, seated: str) -> None:
    """The count of the older election was recorded late: nobody holds a post by it any more (Art 14)."""
    newer = [each["id"] for each in committee(office, seated)["members"]]
    days_before = 200
    next_term(office, seated, days_before=days_before)
    assert [each["id"] for each in committee(office, seated)["members"]] == newer
    then = committee(office, seated, on=(clock.today() - timedelta(days=1)).isoformat())["members"]
    assert [(each["end_reason"], each["ended_on"]) for each in then] == [("term_over", clock.today().isoformat())] * 5


def test_who_left_and_which_seat_is_empty_is_public(office: ElectionOffice, seated: str) -> None:
    _end(office, seated)
    page = office.client.get(f"/areas/{seated}").get_data(as_text=True)
    assert "主任1" in page
    assert "被判处刑罚" in page
    assert "出缺1名，可以补选" in page
    assert "1990-01-01" not in page


def test_a_term_that_ran_out_goes_on_until_the_next_committee(office: ElectionOffice, seated: str) -> None:
    later = date(clock.today().year + 6, 1, 1).isoformat()
    assert len(committee(office, seated, on=later)["members"]) == 5


def test_the_migration_fills_the_table_from_results_that_were_certified_before(
    office: ElectionOffice, seated: str
) -> None:
    step = import_module("services.elections.store.migrations.versions.0009_add_members")
    names = ("election_id", "candidate_id", "post", "name", "birth_date", "term_starts_on", "term_ends_on", "ended_on")
    query = select(*(getattr(tables.Member, name) for name in names)).order_by(tables.Member.candidate_id)
    with reading() as session:
        seated_by_workflow = session.execute(query).all()
    with unit_of_work(Actor.system("elections")) as uow:
        uow.session.execute(delete(tables.Member))
        uow.session.execute(text(step.FILL))
        uow.session.execute(text(step.RELIEVE))
    with reading() as session:
        assert session.execute(query).all() == seated_by_workflow
