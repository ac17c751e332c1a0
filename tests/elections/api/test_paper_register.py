"""The paper register: one elector, one paper, whatever two stations do, and nothing about the vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import inspect, select
from werkzeug.test import TestResponse

from services.elections.store.database import reading
from services.elections.store.tables import PaperGiven
from services.elections.workflows.paper_register import give_paper
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict
from tests.conftest import COMMUNITY
from tests.elections.api.test_proxies import appoint, electors_of, open_poll, publish, publish_roll
from tests.elections.conftest import CONTESTS, EVERYTHING, ElectionOffice, account_for_papers, type_sheets


def make(office: ElectionOffice, *, kept: bool = True) -> str:
    """An election with a register and two stations, its roll published."""
    body = {
        "area": COMMUNITY,
        "title": "换届选举",
        "polling_day": clock.today().isoformat(),
        "contests": CONTESTS,
        "stations": [{"name": "一号站", "secret_booth": True}, {"name": "二号站", "secret_booth": True}],
        "paper_register": kept,
    }
    made = office.post("/elections", body)
    assert made.json["paper_register"] is kept
    return publish_roll(office, made.json["id"])


@pytest.fixture
def polling(office: ElectionOffice, community: str) -> str:
    """The first elector is away, and the second votes for them; the poll is open."""
    number = make(office)
    people = electors_of(office, number)
    assert appoint(office, number, people[0], people[1]).status_code == 201
    assert publish(office, number).status_code == 201
    open_poll(office, number)
    return number


@pytest.fixture
def people(office: ElectionOffice, polling: str) -> list[str]:
    return electors_of(office, polling)


@pytest.fixture
def stations(office: ElectionOffice, polling: str) -> list[str]:
    return stations_of(office, polling)


def stations_of(office: ElectionOffice, number: str) -> list[str]:
    return [each["id"] for each in office.get(f"/elections/{number}/stations").json["items"]]


def give(office: ElectionOffice, station: str, elector: str, other: str | None = None) -> TestResponse:
    body = {"elector_id": elector} | ({"for_elector_id": other} if other else {})
    return office.post(f"/stations/{station}/register", body)


def _refused(answer: TestResponse) -> list[str]:
    assert answer.status_code == 409, answer.json
    return [duty["code"] for duty in answer.json.get("missing", [])] or [answer.json["code"]]


def test_a_paper_is_given_out_once_across_all_stations(
    office: ElectionOffice, people: list[str], stations: list[str]
) -> None:
    assert give(office, stations[0], people[2]).status_code == 201
    for station in stations:
        refused = give(office, station, people[2])
        assert _refused(refused) == ["paper_given"]
        assert "一号站" in refused.json["missing"][0]["message"]


def test_an_agent_receives_the_electors_paper_and_their_own(
    office: ElectionOffice, people: list[str], stations: list[str]
) -> None:
    for_other = give(office, stations[0], people[1], people[0])
    assert (for_other.status_code, for_other.json["elector_id"], for_other.json["agent_id"]) == (201, *people[:2])
    assert give(office, stations[1], people[1]).status_code == 201
    assert _refused(give(office, stations[1], people[1], people[0])) == ["paper_given"]


def test_who_appointed_an_agent_gets_no_paper_and_nobody_else_gets_it(
    office: ElectionOffice, people: list[str], stations: list[str]
) -> None:
    assert _refused(give(office, stations[0], people[0])) == ["paper_by_agent"]
    assert _refused(give(office, stations[0], people[2], people[0])) == ["proxy_missing"]
    assert _refused(give(office, stations[0], people[2], people[3])) == ["proxy_missing"]


def test_of_two_stations_at_the_same_moment_one_gives_out_the_paper(
    office: ElectionOffice, people: list[str], stations: list[str]
) -> None:
    together, clerk = Barrier(2), Actor.system("elections")

    def one(station: str) -> str:
        together.wait(timeout=30)
        try:
            give_paper(clerk, UUID(station), elector_id=UUID(people[4]), for_elector_id=None, on=None)
        except Conflict as refused:
            return refused.missing[0].code
        return "given"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(one, stations)) == ["given", "paper_given"]


def test_papers_are_given_out_while_the_poll_is_open_only(office: ElectionOffice, community: str) -> None:
    number = make(office)
    station, elector = stations_of(office, number)[0], electors_of(office, number)[0]
    assert _refused(give(office, station, elector)) == ["state_needed"]
    open_poll(office, number)
    assert office.step(number, "close").status_code == 200
    assert _refused(give(office, station, elector)) == ["state_needed"]


def test_where_the_register_is_kept_on_paper_there_is_none_here(office: ElectionOffice, community: str) -> None:
    number = make(office, kept=False)
    open_poll(office, number)
    assert _refused(give(office, stations_of(office, number)[0], electors_of(office, number)[0])) == [
        "paper_register_off"
    ]


def test_a_paper_given_out_by_mistake_is_taken_back_with_a_reason(
    office: ElectionOffice, people: list[str], stations: list[str]
) -> None:
    given = give(office, stations[0], people[5]).json["id"]
    assert office.post(f"/register/{given}/returned", {"reason": "点错了人"}).status_code == 204
    assert give(office, stations[1], people[5]).status_code == 201


def test_the_register_says_nothing_that_could_be_matched_with_the_papers(
    office: ElectionOffice, people: list[str], stations: list[str]
) -> None:
    for elector in people[2:6]:
        give(office, stations[0], elector)
    columns = {column.name for column in inspect(PaperGiven).columns}
    assert columns == {"id", "election_id", "area", "station_id", "elector_id", "agent_id", "on"}
    listed = office.get(f"/stations/{stations[0]}/register").json["items"]
    assert {UUID(each["id"]).version for each in listed} == {4}
    assert [each["id"] for each in listed] == sorted(each["id"] for each in listed)
    assert {each["on"] for each in listed} == {clock.today().isoformat()}


def test_the_sign_in_list_is_searched_by_name(
    office: ElectionOffice, polling: str, people: list[str], stations: list[str]
) -> None:
    """The agent's name finds their own paper and the one they receive for another."""
    give(office, stations[0], people[1])
    found = office.get(f"/elections/{polling}/register", query_string={"name": "张丁"}).json["items"]
    assert [(each["elector"], each["receiver"], each["given_at"]) for each in found] == [
        ("张一", "张丁", None),
        ("张丁", "张丁", "一号站"),
    ]


def _csv(*rows: str) -> bytes:
    return "\n".join(["姓名,出生日期,受托人", *rows]).encode()


def test_a_list_kept_on_paper_is_taken_in_whole(office: ElectionOffice, polling: str, stations: list[str]) -> None:
    office.step(polling, "close")
    rows = ("张一,1980-01-02,张丁", "张丁,1980-01-02,", "主任1,1970-01-01,")
    answer = office.upload(f"/stations/{stations[0]}/register/import", _csv(*rows))
    assert (answer.status_code, answer.json) == (201, {"added": 3})
    assert len(office.get(f"/stations/{stations[0]}/register").json["items"]) == 3


def test_every_bad_row_of_a_list_is_told_and_nothing_taken_in(
    office: ElectionOffice, people: list[str], stations: list[str]
) -> None:
    give(office, stations[1], people[2])
    rows = (
        "张丁,1980-01-02,",
        "张丁,1980-01-02,",
        "张一,1980-01-02,",
        "李四,1980-01-02,",
        "主任1,1970-01-01,",
        "张七,x,",
    )
    rows = (*rows, "委员4,1990-01-04,张丁")
    refused = office.upload(f"/stations/{stations[0]}/register/import", _csv(*rows))
    assert refused.status_code == 422
    told = {(fault["line"], fault["column"], fault["code"]) for fault in refused.json["fields"]}
    assert {
        (3, "姓名", "paper_doubled"),
        (4, "姓名", "paper_by_agent"),
        (5, "姓名", "elector_not_on_roll"),
        (6, "姓名", "paper_given"),
        (7, "出生日期", "date_unreadable"),
        (8, "受托人", "proxy_missing"),
    } == told
    assert office.get(f"/stations/{stations[0]}/register").json["items"] == []


def test_the_count_waits_until_register_and_sheets_are_the_same(
    office: ElectionOffice, polling: str, people: list[str], stations: list[str]
) -> None:
    for elector in people[2:7]:
        assert give(office, stations[0], elector).status_code == 201
    office.step(polling, "close")
    type_sheets(office, polling)
    account_for_papers(office, polling)
    (differs,) = [
        each for each in office.step(polling, "count").json["missing"] if each["code"] == "papers_issued_differ"
    ]
    assert all(part in differs["message"] for part in ("二号站", "0", "5"))
    body = {"duty": "papers_issued_differ", "reason": "二号站登记表遗失，街道已核对存根。"}
    assert office.post(f"/elections/{polling}/exceptions", body).status_code == 201
    assert office.step(polling, "count").status_code == 200


class Papers(RuleBasedStateMachine):
    """Proxies and papers at random: whatever is tried in whatever order, everybody has one paper at most."""

    office: ElectionOffice

    @initialize()
    def start(self) -> None:
        self.id = make(self.office)
        self.people, self.stations = electors_of(self.office, self.id)[:6], stations_of(self.office, self.id)

    @rule(elector=st.integers(0, 5), agent=st.integers(0, 2))
    def appoint(self, elector: int, agent: int) -> None:
        answer = appoint(self.office, self.id, self.people[elector], self.people[agent])
        assert answer.status_code in {201, 409, 422}

    @rule(number=st.integers(0, 5))
    def withdraw(self, number: int) -> None:
        for each in self._proxies()[number : number + 1]:
            assert self.office.post(f"/proxies/{each['id']}/withdrawal").status_code in {200, 409}

    @rule()
    def open_the_poll(self) -> None:
        publish(self.office, self.id)
        if self.office.get(f"/elections/{self.id}").json["state"] == "roll_published":
            open_poll(self.office, self.id)

    @rule(station=st.integers(0, 1), receiver=st.integers(0, 5), other=st.one_of(st.none(), st.integers(0, 5)))
    def give(self, station: int, receiver: int, other: int | None) -> None:
        for_whom = None if other is None else self.people[other]
        answer = give(self.office, self.stations[station], self.people[receiver], for_whom)
        assert answer.status_code in {201, 409}

    def _proxies(self) -> list[dict[str, Any]]:
        return self.office.get(f"/elections/{self.id}/proxies").json["items"]

    @invariant()
    def everybody_has_one_paper_and_agents_no_more_than_three(self) -> None:
        if not hasattr(self, "id"):
            return
        with reading() as session:
            given = session.scalars(select(PaperGiven).where(PaperGiven.election_id == UUID(self.id))).all()
        assert max(Counter(each.elector_id for each in given).values(), default=0) <= 1
        assert max(Counter(each.agent_id for each in given if each.agent_id).values(), default=0) <= 3
        standing = {(each["elector_id"], each["agent_id"]) for each in self._proxies() if each["standing"]}
        assert max(Counter(agent for _, agent in standing).values(), default=0) <= 3
        assert {(str(each.elector_id), str(each.agent_id)) for each in given if each.agent_id} <= standing
        assert not {str(each.elector_id) for each in given if not each.agent_id} & {elector for elector, _ in standing}


def test_whatever_is_tried_everybody_has_one_paper(app: Flask, token: Callable[..., str], community: str) -> None:
    class Here(Papers):
        office = ElectionOffice(app.test_client(), token, EVERYTHING)

    few = settings(max_examples=6, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Here, settings=few)
