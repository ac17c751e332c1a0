"""Proxies over the API: accepted, ended, both lists published before the poll (Art 19)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.store.database import reading, unit_of_work
from services.elections.store.tables import Election
from shared import clock
from shared.auth.actor import Actor
from shared.database.tables import audit_trail
from shared.ids import new_id
from tests.conftest import FOREIGN_DISTRICT
from tests.elections.conftest import (
    ElectionOffice,
    candidates_csv,
    check_roll,
    events,
    publish_audit,
    roll_csv,
    run_jobs,
    staff_stations,
)


def _ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


@pytest.fixture
def published(office: ElectionOffice, election: dict[str, Any]) -> str:
    """An election that polls today; its roll of ten was published 25 days ago."""
    return publish_roll(office, election["id"])


def publish_roll(office: ElectionOffice, number: str) -> str:
    office.step(number, "announce", days_before=30)
    office.upload(f"/elections/{number}/roll", roll_csv())
    run_jobs()
    check_roll(office, number)
    assert office.step(number, "publish_roll", days_before=25).status_code == 200
    return number


@pytest.fixture
def people(office: ElectionOffice, published: str) -> list[str]:
    """The ids of the ten electors."""
    return electors_of(office, published)


def electors_of(office: ElectionOffice, number: str) -> list[str]:
    return [each["id"] for each in office.get(f"/elections/{number}/electors").json["items"]]


def appoint(office: ElectionOffice, number: str, elector: str, agent: str, **changes: Any) -> TestResponse:
    body = {
        "elector_id": elector,
        "agent_id": agent,
        "reason": "选举期间在外地工作",
        "document": "委托书第1号",
        "received_on": _ago(5),
    }
    return office.post(f"/elections/{number}/proxies", body | changes)


def publish(office: ElectionOffice, number: str, days_ago: int = 1) -> TestResponse:
    return office.post(f"/elections/{number}/proxies/publish", {"on": _ago(days_ago)})


def _codes(answer: TestResponse) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.json
    return [(fault["field"], fault["code"]) for fault in answer.json["fields"]]


def _missing(office: ElectionOffice, number: str, step: str = "open_polling") -> list[str]:
    return [duty["code"] for duty in office.step(number, step).json["missing"]]


def _list(office: ElectionOffice, number: str, **options: Any) -> list[dict[str, Any]]:
    return office.get(f"/elections/{number}/proxies", **options).json["items"]


def test_a_proxy_is_accepted_and_listed_by_names(office: ElectionOffice, published: str, people: list[str]) -> None:
    made = appoint(office, published, people[0], people[1])
    assert made.status_code == 201, made.json
    (shown,) = _list(office, published)
    assert (shown["elector"], shown["agent"], shown["standing"], shown["published"]) == ("张一", "张丁", True, False)
    assert shown["reason"] == "选举期间在外地工作"
    (public,) = _list(office, published, scopes=("elections:read",))
    assert not {"reason", "document"} & public.keys()


def test_a_fourth_proxy_is_refused(office: ElectionOffice, published: str, people: list[str]) -> None:
    for elector in people[1:4]:
        assert appoint(office, published, elector, people[0]).status_code == 201
    refused = appoint(office, published, people[4], people[0])
    assert _codes(refused) == [("agent_id", "agent_full")]
    assert "第19条" in refused.json["fields"][0]["message"]
    assert refused.json["fields"][0]["article"] == "Art 19"
    assert "3" in refused.json["fields"][0]["message"]


def test_a_candidate_is_never_an_agent(office: ElectionOffice, published: str, people: list[str]) -> None:
    stand(office, published, "张一")
    assert _codes(appoint(office, published, people[1], people[0])) == [("agent_id", "agent_is_candidate")]


def stand(office: ElectionOffice, number: str, name: str) -> None:
    """An elector of the roll becomes a candidate."""
    body = {"post": "member", "name": name, "sex": "female", "birth_date": "1980-01-02", "nominated_by": "party"}
    assert office.post(f"/elections/{number}/candidates", body).status_code == 201


def test_no_chains_no_two_agents_nobody_for_themselves(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    a, b, c = people[:3]
    assert appoint(office, published, a, b).status_code == 201
    assert _codes(appoint(office, published, a, c)) == [("elector_id", "agent_appointed")]
    assert _codes(appoint(office, published, b, c)) == [("elector_id", "elector_is_agent")]
    assert _codes(appoint(office, published, c, a)) == [("agent_id", "agent_is_away")]
    assert _codes(appoint(office, published, c, c)) == [("agent_id", "agent_is_self")]


def test_both_stand_on_this_roll(office: ElectionOffice, published: str, people: list[str]) -> None:
    assert _codes(appoint(office, published, people[0], str(new_id()))) == [("agent_id", "elector_not_found")]
    assert _codes(appoint(office, published, str(new_id()), people[0])) == [("elector_id", "elector_not_found")]


def test_before_the_roll_is_published_nobody_is_appointed(office: ElectionOffice, election: dict[str, Any]) -> None:
    refused = appoint(office, election["id"], str(new_id()), str(new_id()))
    assert (refused.status_code, refused.json["code"]) == (409, "change_closed")


@pytest.mark.parametrize("days_ago", [31, -1])
def test_nothing_is_received_before_the_announcement_or_tomorrow(
    office: ElectionOffice, published: str, people: list[str], days_ago: int
) -> None:
    refused = appoint(office, published, people[0], people[1], received_on=_ago(days_ago))
    assert _codes(refused) == [("received_on", "received_on_impossible")]


def test_representatives_vote_themselves(office: ElectionOffice, community: str) -> None:
    body = {
        "area": community,
        "title": "居民代表选举",
        "mode": "representatives",
        "households": 300,
        "polling_day": clock.today().isoformat(),
        "contests": [{"post": "director", "seats": 1}, {"post": "member", "seats": 4}],
    }
    number = publish_roll(office, office.post("/elections", body).json["id"])
    people = electors_of(office, number)
    refused = appoint(office, number, people[0], people[1])
    assert (refused.status_code, refused.json["code"]) == (409, "proxies_not_in_mode")
    assert refused.json["missing"][0]["article"] == "Art 19"


def test_the_poll_does_not_open_before_both_lists_are_published(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    appoint(office, published, people[0], people[1])
    assert "proxies_unpublished" in _missing(office, published)
    answer = publish(office, published)
    assert (answer.status_code, answer.json["number"], answer.json["proxies"]) == (201, 1, 1)
    assert "proxies_unpublished" not in _missing(office, published)
    told = events()[-1]
    assert told["type"] == "elections.proxies_published.v1"
    assert told["data"]["proxies"] == [{"elector": "张一", "agent": "张丁"}]


def test_an_empty_list_may_be_published_once(office: ElectionOffice, published: str) -> None:
    assert publish(office, published).json["proxies"] == 0
    assert publish(office, published).json["code"] == "proxies_as_published"


def test_a_change_after_publication_is_published_again(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    made = appoint(office, published, people[0], people[1]).json["id"]
    publish(office, published)
    assert office.post(f"/proxies/{made}/withdrawal").status_code == 200
    assert "proxies_unpublished" in _missing(office, published)
    answer = publish(office, published, days_ago=0)
    assert (answer.json["number"], answer.json["proxies"]) == (2, 0)
    assert events()[-1]["data"]["proxies"] == []
    missing = _missing(office, published)
    assert "proxies_unpublished" not in missing
    assert "proxies_late" not in missing


def test_a_proxy_that_was_withdrawn_before_it_was_published_needs_no_list(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    made = appoint(office, published, people[0], people[1]).json["id"]
    office.post(f"/proxies/{made}/withdrawal")
    assert "proxies_unpublished" not in _missing(office, published)


def test_lists_on_polling_day_are_late_until_excused_by_the_office_above(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    appoint(office, published, people[0], people[1])
    publish(office, published, days_ago=0)
    assert "proxies_late" in _missing(office, published)
    body = {"duty": "proxies_late", "reason": "台风停电一日，名单次日清晨张贴。"}
    assert office.post(f"/elections/{published}/exceptions", body).status_code == 201
    assert "proxies_late" not in _missing(office, published)


def test_a_list_is_not_dated_before_what_stands_in_it(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    appoint(office, published, people[0], people[1], received_on=_ago(3))
    assert _codes(publish(office, published, days_ago=4)) == [("on", "published_on_impossible")]
    assert _codes(publish(office, published, days_ago=-1)) == [("on", "published_on_impossible")]


def test_a_withdrawn_proxy_stays_on_record_and_the_elector_may_appoint_anew(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    made = appoint(office, published, people[0], people[1]).json["id"]
    ended = office.post(f"/proxies/{made}/withdrawal", {"on": _ago(2)})
    assert (ended.json["ended_on"], ended.json["ended_because"]) == (_ago(2), "withdrawn")
    assert office.post(f"/proxies/{made}/withdrawal").json["code"] == "proxy_ended"
    assert appoint(office, published, people[0], people[2]).status_code == 201
    assert [each["standing"] for each in _list(office, published)] == [False, True]


def test_once_the_poll_is_open_nothing_changes(office: ElectionOffice, published: str, people: list[str]) -> None:
    made = appoint(office, published, people[0], people[1]).json["id"]
    publish(office, published)
    open_poll(office, published)
    assert office.post(f"/proxies/{made}/withdrawal").json["code"] == "change_closed"
    assert appoint(office, published, people[2], people[3]).json["code"] == "change_closed"
    assert publish(office, published, days_ago=0).json["code"] == "change_closed"


def open_poll(office: ElectionOffice, number: str) -> None:
    assert office.upload(f"/elections/{number}/candidates/import", candidates_csv()).status_code == 201
    publish_audit(office, number)
    staff_stations(office, number)
    for step in ("publish_candidates", "open_polling"):
        answer = office.step(number, step)
        assert answer.status_code == 200, answer.json


def test_who_leaves_the_roll_neither_appoints_nor_votes_for_others(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    appoint(office, published, people[0], people[1])
    appoint(office, published, people[2], people[3])
    publish(office, published)
    for gone in (people[0], people[3]):
        removal = {"elector_id": gone, "reason": "died"}
        assert office.post(f"/elections/{published}/roll/removals", removal).status_code == 204
    ended = [each["ended_because"] for each in _list(office, published)]
    assert ended == ["elector_removed", "agent_removed"]
    assert "proxies_unpublished" in _missing(office, published)
    assert publish(office, published, days_ago=0).json["proxies"] == 0


def test_an_objection_that_takes_an_elector_out_ends_their_proxies(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    appoint(office, published, people[0], people[1])
    body = {"kind": "remove", "text": "已迁出", "received_on": _ago(24), "elector_id": people[1]}
    objection = office.post(f"/elections/{published}/objections", body).json["id"]
    decision = {"upheld": True, "grounds": "经核实已经迁出", "decided_on": _ago(3)}
    assert office.post(f"/objections/{objection}/decision", decision).status_code == 200
    assert [each["ended_because"] for each in _list(office, published)] == ["agent_removed"]


def test_an_agent_who_becomes_a_candidate_loses_the_agency(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    made = appoint(office, published, people[1], people[0]).json["id"]
    refused = office.post(f"/proxies/{made}/withdrawal", {"reason": "agent_candidate"})
    assert _codes(refused) == [("reason", "agent_no_candidate")]
    stand(office, published, "张一")
    assert "agent_is_candidate" in _missing(office, published)
    ended = office.post(f"/proxies/{made}/withdrawal", {"reason": "agent_candidate"})
    assert ended.json["ended_because"] == "agent_candidate"
    assert "agent_is_candidate" not in _missing(office, published)


def test_by_hand_no_proxy_ends_for_what_only_the_roll_can_say(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    made = appoint(office, published, people[1], people[0]).json["id"]
    refused = office.post(f"/proxies/{made}/withdrawal", {"reason": "agent_removed"})
    assert [fault["field"] for fault in refused.json["fields"]] == ["reason"]


def test_the_same_request_sent_twice_accepts_one_proxy(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    body = {"elector_id": people[0], "agent_id": people[1], "reason": "外出", "document": "1号", "received_on": _ago(5)}
    answers = [
        office.post(f"/elections/{published}/proxies", body, headers={"Idempotency-Key": "once"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert len(_list(office, published)) == 1


def test_every_change_is_in_the_audit_trail(office: ElectionOffice, published: str, people: list[str]) -> None:
    made = appoint(office, published, people[0], people[1]).json["id"]
    office.post(f"/proxies/{made}/withdrawal")
    publish(office, published)
    with reading() as session:
        actions = list(session.scalars(select(audit_trail.c.action).order_by(audit_trail.c.id)))
    assert actions[-3:] == ["accept_proxy", "end_proxy", "publish_proxies"]


def test_a_proxy_is_for_one_ballot_only(office: ElectionOffice, published: str, people: list[str]) -> None:
    """The further ballot has the first one's roll and none of its proxies."""
    appoint(office, published, people[0], people[1])
    further = _further_ballot(published)
    assert _list(office, further) == []
    assert appoint(office, further, people[0], people[2], received_on=_ago(0)).status_code == 201
    assert len(_list(office, published)) == 1


def _further_ballot(first: str) -> str:
    with unit_of_work(Actor.system("elections")) as uow:
        parent = uow.session.get_one(Election, first)
        child = Election(
            id=new_id(), area=parent.area, title="另行选举", kind=ElectionKind.ANOTHER_BALLOT, parent_id=parent.id,
            roll_of=parent.id, mode=parent.mode, polling_day=parent.polling_day + timedelta(days=5),
            rule_set=parent.rule_set, state="candidates_published", version=1, electors=parent.electors,
        )  # fmt: skip
        uow.session.add(child)
        return str(child.id)


def test_another_districts_proxy_is_not_found(office: ElectionOffice, published: str, people: list[str]) -> None:
    made = appoint(office, published, people[0], people[1]).json["id"]
    assert office.post(f"/proxies/{made}/withdrawal", area=FOREIGN_DISTRICT).status_code == 404


def test_the_public_page_names_electors_and_agents_after_publication(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    appoint(office, published, people[0], people[1])
    page = f"/elections/{published}"
    assert "委托投票名单" not in office.client.get(page).get_data(as_text=True)
    publish(office, published)
    shown = office.client.get(page).get_data(as_text=True)
    assert all(word in shown for word in ("委托投票名单", "张一", "张丁"))
    assert not any(word in shown for word in ("外地工作", "委托书第1号", "和平路", date(1980, 1, 2).isoformat()))


def test_when_the_election_is_over_the_page_says_how_many_and_names_nobody(
    office: ElectionOffice, published: str, people: list[str]
) -> None:
    appoint(office, published, people[0], people[1])
    publish(office, published)
    assert office.step(published, "cancel").status_code == 200
    shown = office.client.get(f"/elections/{published}").get_data(as_text=True)
    assert "委托投票1份" in shown
    assert "张丁" not in shown
