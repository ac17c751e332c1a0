"""The main job on the whole platform: real servers, real workers, public APIs."""

from __future__ import annotations

import urllib.request
from collections import Counter

import pytest

from shared import clock
from shared.contracts import routing
from tests.shared.embedded.traces import eventually
from tests.system.conftest import Played

pytestmark = pytest.mark.xdist_group("platform")  # one platform serves them all


def test_the_election_ends_with_the_committee_that_the_figures_say(played: Played) -> None:
    result = played.office.get("clerk", "elections", f"/api/v1/elections/{played.election}/result")
    assert result["valid"] is True
    assert (result["voted"], result["electors"]) == (2307, 3201)
    assert result["turnout"]["inequality"] == "2×2307 > 3201"
    filled = {contest["post"]: sum(each["elected"] for each in contest["candidates"]) for contest in result["contests"]}
    assert filled == {"director": 1, "vice_director": 1, "member": 3}
    outcomes = {contest["post"]: contest["outcome"] for contest in result["contests"]}
    assert outcomes == {"director": "filled", "vice_director": "short", "member": "tie"}


def test_the_seats_left_are_filled_by_another_ballot_and_a_vote_among_the_tied(played: Played) -> None:
    committee = played.office.get("clerk", "elections", f"/api/v1/areas/{played.community}/committee")["members"]
    assert Counter(each["post"] for each in committee) == {"director": 1, "vice_director": 2, "member": 4}


def test_the_roll_was_put_right_and_a_candidate_withdrew_for_the_next(played: Played) -> None:
    assert "名单第2版，3201名选民" in played.told
    standing = played.office.get("clerk", "elections", f"/api/v1/elections/{played.election}/candidates")["items"]
    assert Counter(each["state"] for each in standing if each["post"] == "member") == {"standing": 6, "withdrawn": 1}


def test_the_sealed_archives_of_all_three_ballots_verify_offline(played: Played) -> None:
    assert played.told.count("核对通过") == 3
    shown = played.office.get("clerk", "elections", f"/api/v1/elections/{played.election}/handover")
    assert (shown["completed_on"], shown["late"]) == (clock.today().isoformat(), False)


def test_the_mismatch_was_found_and_the_count_refused_until_it_was_resolved(played: Played) -> None:
    assert "第三投票站（新兴一路）第1号计票单的两次录入有1处不一致" in played.told
    assert "293 ≠ 239" in played.told
    tallies = played.office.get("clerk", "elections", f"/api/v1/elections/{played.election}/tally")["items"]
    assert all(tally["agreed"] for tally in tallies)


def test_every_elected_member_is_a_cadre_with_a_term_and_a_place_in_the_induction(played: Played) -> None:
    cadres = played.office.get("trainer", "training", "/api/v1/cadres", area=played.community)["items"]
    held = played.office.get("trainer", "training", "/api/v1/sessions", limit=200)["items"]
    (session,) = [each for each in held if each["kind"] == "induction"]
    enrolled = played.office.get("trainer", "training", f"/api/v1/sessions/{session['id']}/enrolments")["items"]
    assert len(cadres) == 7
    assert {cadre["id"] for cadre in cadres} <= {each["cadre_id"] for each in enrolled}


def test_the_elected_train_by_the_solvers_plan_and_never_more_than_two_are_away(played: Played) -> None:
    plans = played.office.get("trainer", "training", "/api/v1/schedules", area=played.community)["items"]
    (plan,) = [each for each in plans if each["state"] == "published"]
    planned = played.office.get("trainer", "training", f"/api/v1/schedules/{plan['id']}/sessions")["items"]
    paths = [f"/api/v1/sessions/{each['id']}/enrolments" for each in planned]
    seats = [played.office.get("trainer", "training", path)["items"] for path in paths]
    assert all(0 < len(each) <= 2 for each in seats)
    assert len({cadre["cadre_id"] for each in seats for cadre in each}) == 7


def test_residents_find_a_notice_of_every_act_and_the_election_page_links_to_them(played: Played) -> None:
    notices = played.office.get("editor", "notices", "/api/v1/notices", area=played.community, limit=100)["items"]
    for act in (
        "committee_formed",
        "objection_decided",
        "candidate_withdrawn",
        "proxies_published",
        "handover_completed",
    ):
        assert len(played.events("elections", f"elections.{act}.v1")) == 1
    page = read(f"{played.office.urls['elections']}/elections/{played.election}")
    linked = [notice for notice in notices if notice["origin_subject"] == f"elections/{played.election}"]
    assert len(linked) == 10
    assert all(notice["id"] in page for notice in linked)


def test_every_event_reached_every_subscriber_and_none_became_a_dead_letter(played: Played) -> None:
    states = {name: played.office.get("operator", name, "/api/v1/events/status") for name in routing.SERVICES}
    assert all(state["dead_letters"] == 0 and state["waiting"] == 0 for state in states.values())
    for source in routing.SERVICES:
        events = played.office.get("operator", source, "/api/v1/events/published", limit=1000)["items"]
        for subscriber in routing.subscribers_of(source):
            heard = [event["sequence"] for event in events if subscriber in routing.ROUTES[event["type"]]]
            assert states[subscriber]["sources"].get(source, 0) >= max(heard, default=0)
    assert "没有一次丢失" in played.told


def test_one_correlation_id_goes_from_the_certification_to_the_notice_of_the_induction(played: Played) -> None:
    def correlation(service: str, event_type: str) -> list[str]:
        return [event["correlation_id"] for event in played.events(service, event_type)]

    certified = correlation("elections", "elections.result_certified.v1")
    assert len(certified) == 3
    assert correlation("training", "training.cadres_enrolled.v1") == certified
    assert all(correlation("notices", "notices.notice_published.v1").count(each) == 2 for each in certified)


def test_every_worker_relay_and_the_beat_show_signs_of_life(played: Played) -> None:
    assert all(process.alive for process in played.platform.processes.values())
    beating = [process for process in played.platform.processes.values() if process.plan.has_heartbeat]
    assert len(beating) == 8
    eventually(lambda: all(process.heartbeat.exists() for process in beating), "the first heartbeats", 30)


def test_metrics_and_readiness_are_told(played: Played) -> None:
    for url in played.office.urls.values():
        assert '"status":"ok"' in read(f"{url}/health/ready")
        assert "shequ_http_requests_total" in read(f"{url}/metrics")


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own address
        return answer.read().decode()
