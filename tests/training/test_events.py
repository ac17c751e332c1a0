"""What a certified election result does to cadres, terms and induction places."""

from __future__ import annotations

from datetime import date

from services.training.store.database import database
from shared.events import operations
from shared.ids import new_id
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, HE, LIU, ZHANG, certify, result, roster, schedule


def running(cadre: dict) -> list[str]:
    return [term["post"] for term in cadre["terms"] if term["ended_on"] is None]


def enrolled(office: Office, session: dict) -> set[str]:
    return {item["name"] for item in office.get(f"/sessions/{session['id']}/enrolments").json["items"]}


def enrol(office: Office, session: dict, name: str) -> int:
    body = {"cadre_id": roster(office)[name]["id"]}
    return office.post(f"/sessions/{session['id']}/enrolments", body).status_code


def test_those_elected_become_cadres_with_a_term_of_five_years(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN]))
    cadres = roster(office)
    assert set(cadres) == {"张平海", "陈丽敏"}
    term = cadres["张平海"]["terms"][0]
    assert (term["post"], term["starts_on"], term["ends_on"]) == ("director", "2026-11-01", "2031-11-01")


def test_candidates_who_were_not_elected_do_not_become_cadres(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG], losers=["落选人"]))
    assert set(roster(office)) == {"张平海"}


def test_the_next_election_renews_some_terms_and_ends_others(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN], starts_on=date(2021, 11, 1)))
    certify(elections, result([ZHANG, LIU], starts_on=date(2026, 11, 1)))
    cadres = roster(office)
    assert [(t["renewed"], t["end_reason"]) for t in cadres["张平海"]["terms"]] == [(True, None), (False, "re_elected")]
    assert cadres["陈丽敏"]["terms"][0]["end_reason"] == "not_re_elected"
    assert cadres["陈丽敏"]["terms"][0]["ended_on"] == "2026-11-01"
    assert running(cadres["刘梓"]) == ["member"]


def test_someone_elected_to_another_post_leaves_the_old_one(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN], starts_on=date(2021, 11, 1)))
    certify(elections, result([("director", *CHEN[1:])], starts_on=date(2026, 11, 1)))
    cadres = roster(office)
    assert running(cadres["陈丽敏"]) == ["director"]
    assert cadres["陈丽敏"]["terms"][1]["end_reason"] == "moved"
    assert running(cadres["张平海"]) == []


def test_two_of_one_name_are_told_apart_by_birth_date(office: Office, elections: Publisher) -> None:
    certify(elections, result([CHEN, ("member", CHEN[1], date(1990, 1, 1))]))
    assert len(office.get(f"/cadres?area={COMMUNITY}").json["items"]) == 2


def test_an_election_that_is_not_valid_changes_nothing(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG], starts_on=date(2021, 11, 1)))
    certify(elections, result([CHEN], valid=False))
    assert running(roster(office)["张平海"]) == ["director"]


def test_another_community_s_election_leaves_this_one_alone(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG], starts_on=date(2021, 11, 1)))
    certify(elections, result([CHEN]), area=OTHER_COMMUNITY)
    assert running(roster(office)["张平海"]) == ["director"]


def test_the_same_result_twice_has_one_effect(office: Office, elections: Publisher) -> None:
    schedule(office)
    batch = certify(elections, result([ZHANG, CHEN]))
    before = roster(office)
    assert elections.deliver(batch) == 0
    assert roster(office) == before
    assert [event["type"] for event in elections.told()].count("training.cadres_enrolled.v1") == 1


def test_an_older_result_that_arrives_late_is_kept_as_history_and_ends_no_term(
    office: Office, elections: Publisher
) -> None:
    certify(elections, result([ZHANG, HE], starts_on=date(2026, 11, 1)))
    certify(elections, result([CHEN, ("director", *LIU[1:])], starts_on=date(2021, 11, 1)))
    cadres = roster(office)
    assert running(cadres["张平海"]) == ["director"]
    assert [(t["ended_on"], t["end_reason"]) for t in cadres["陈丽敏"]["terms"]] == [("2026-11-01", "superseded")]
    assert running(cadres["刘梓"]) == []


def test_the_order_in_which_results_arrive_does_not_change_who_holds_what(office: Office, elections: Publisher) -> None:
    older = result([ZHANG, CHEN], starts_on=date(2021, 11, 1))
    newer = result([LIU], starts_on=date(2023, 11, 1))  # the members only
    for area, results in ((COMMUNITY, (older, newer)), (OTHER_COMMUNITY, (newer, older))):
        for data in results:
            certify(elections, {**data, "election_id": new_id()}, area=area)
    seats = [
        {name: running(cadre) for name, cadre in roster(office, area).items()} for area in (COMMUNITY, OTHER_COMMUNITY)
    ]
    assert seats[0] == seats[1] == {"张平海": ["director"], "陈丽敏": [], "刘梓": ["member"]}


def test_a_late_result_gives_nobody_a_place_in_an_induction_who_is_no_longer_in_office(
    office: Office, elections: Publisher
) -> None:
    certify(elections, result([ZHANG], starts_on=date(2026, 11, 1)))
    certify(elections, result([("director", *LIU[1:])], starts_on=date(2021, 11, 1)))
    assert enrolled(office, schedule(office)) == {"张平海"}


def test_a_newer_election_that_filled_no_seat_keeps_a_late_result_history_too(
    office: Office, elections: Publisher
) -> None:
    nobody = result([ZHANG], starts_on=date(2026, 11, 1))
    nobody["contests"][0]["candidates"] = []
    certify(elections, nobody)
    certify(elections, result([ZHANG], starts_on=date(2021, 11, 1)))
    assert running(roster(office)["张平海"]) == []


def test_an_election_whose_result_is_told_again_in_another_event_has_one_effect(
    office: Office, elections: Publisher
) -> None:
    data = result([ZHANG, CHEN])
    certify(elections, data)
    before = roster(office)
    certify(elections, data)
    assert roster(office) == before
    assert operations.status(database)["dead_letters"] == 0


def test_new_members_get_places_in_the_earliest_induction_that_takes_them_all(
    office: Office, elections: Publisher
) -> None:
    schedule(office, title="太小", capacity=1)
    fitting = schedule(office, title="合适")
    certify(elections, result([ZHANG, CHEN]))
    enrolled = office.get(f"/sessions/{fitting['id']}/enrolments").json["items"]
    assert {item["name"] for item in enrolled} == {"张平海", "陈丽敏"}
    told = elections.told()[-1]
    assert told["type"] == "training.cadres_enrolled.v1"
    assert told["area"] == COMMUNITY
    assert [each["post"] for each in told["data"]["cadres"]] == ["director", "member"]


def test_members_re_elected_to_their_post_need_no_induction(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN], starts_on=date(2021, 11, 1)))
    induction = schedule(office, capacity=1)
    certify(elections, result([ZHANG, LIU], starts_on=date(2026, 11, 1)))
    enrolled = office.get(f"/sessions/{induction['id']}/enrolments").json["items"]
    assert [item["name"] for item in enrolled] == ["刘梓"]


def test_without_an_induction_they_wait_and_get_places_when_one_is_scheduled(
    office: Office, elections: Publisher
) -> None:
    certify(elections, result([ZHANG, CHEN]))
    elsewhere = schedule(office, area=OTHER_COMMUNITY)
    assert office.get(f"/sessions/{elsewhere['id']}/enrolments").json["items"] == []
    fitting = schedule(office)
    assert len(office.get(f"/sessions/{fitting['id']}/enrolments").json["items"]) == 2
    assert elections.told()[-1]["type"] == "training.cadres_enrolled.v1"


def test_nobody_is_left_behind_when_the_induction_is_cancelled(office: Office, elections: Publisher) -> None:
    first = schedule(office)
    certify(elections, result([ZHANG, CHEN]))
    assert office.post(f"/sessions/{first['id']}/cancellation", {"reason": "台风"}).status_code == 200
    second = schedule(office)
    assert len(office.get(f"/sessions/{second['id']}/enrolments").json["items"]) == 2


def test_nobody_is_enrolled_who_has_left_office_while_waiting(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN], starts_on=date(2025, 11, 1)))
    certify(elections, result([("director", *LIU[1:])], starts_on=date(2026, 11, 1)))
    assert enrolled(office, schedule(office)) == {"陈丽敏", "刘梓"}


def test_a_cancelled_induction_does_not_bring_back_who_has_left_office(office: Office, elections: Publisher) -> None:
    made = schedule(office)
    certify(elections, result([CHEN], starts_on=date(2025, 11, 1)))
    certify(elections, result([LIU], starts_on=date(2026, 11, 1)))
    office.post(f"/sessions/{made['id']}/cancellation", {"reason": "台风"})
    assert enrolled(office, schedule(office)) == {"刘梓"}


def test_who_was_enrolled_by_hand_does_not_get_a_second_induction(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN]))
    small = schedule(office, capacity=1)
    assert enrol(office, small, "张平海") == 201
    assert enrolled(office, schedule(office)) == {"陈丽敏"}


def test_who_was_enrolled_by_hand_waits_again_when_that_induction_is_cancelled(
    office: Office, elections: Publisher
) -> None:
    certify(elections, result([ZHANG, CHEN]))
    small = schedule(office, capacity=1)
    enrol(office, small, "张平海")
    office.post(f"/sessions/{small['id']}/cancellation", {"reason": "台风"})
    assert enrolled(office, schedule(office)) == {"张平海", "陈丽敏"}


def test_an_induction_that_is_made_larger_takes_in_those_who_wait(office: Office, elections: Publisher) -> None:
    made = schedule(office, capacity=1)
    certify(elections, result([ZHANG, CHEN]))
    assert enrolled(office, made) == set()
    assert office.patch(f"/sessions/{made['id']}", {"capacity": 2}, version=1).status_code == 200
    assert enrolled(office, made) == {"张平海", "陈丽敏"}


def test_new_members_are_not_put_into_an_induction_while_one_of_them_is_elsewhere(
    office: Office, elections: Publisher
) -> None:
    certify(elections, result([ZHANG], starts_on=date(2021, 11, 1)))
    course = schedule(office, kind="course")
    enrol(office, course, "张平海")
    early = schedule(office, area=COMMUNITY, capacity=2, starts_at=course["starts_at"], ends_at=course["ends_at"])
    certify(elections, result([("member", *ZHANG[1:]), CHEN], starts_on=date(2026, 11, 1)))
    assert enrolled(office, early) == set()


def test_a_course_takes_in_nobody_by_itself(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG]))
    assert enrolled(office, schedule(office, kind="course")) == set()


def test_an_area_s_new_name_replaces_the_old(office: Office, elections: Publisher) -> None:
    facts = {"code": COMMUNITY, "name": "步埠新社区", "level": "community"}
    elections.tell("elections.area_registered.v1", facts, subject=f"areas/{COMMUNITY}")
    assert "步埠新社区" in office.client.get(f"/calendar/{COMMUNITY}").get_data(as_text=True)
    assert operations.status(database)["dead_letters"] == 0
