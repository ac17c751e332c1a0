"""Whole elections at random through the API on a real database: whatever is tried in whatever order, these hold.

- Nobody gets further than the duties allow: a certified result has all steps before it, in the order of their days.
- Papers reconcile: the verdict's figures are the sums of the stations' sheets on which two people agree.
- No more papers are counted than there are electors without the verdict saying so; seats are never filled twice.
- The audit trail holds every step that was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from werkzeug.test import TestResponse

from services.elections.domain.procedure.steps import WAY, Step
from services.elections.store.database import reading
from shared import clock
from shared.database.tables import audit_trail
from tests.elections.conftest import (
    EVERYTHING,
    ElectionOffice,
    account_for_papers,
    candidates_csv,
    check_roll,
    publish_audit,
    roll_csv,
    run_jobs,
    staff_stations,
)

ORDER = [step for _, step in WAY]
BY_HAND = [step for step in ORDER if step is not Step.FINISH_COUNT]
POSTS = {"director": 1, "vice_director": 1, "member": 3}
ELECTORS = 10
PROVINCE = "450000000000"


class RememberingOffice(ElectionOffice):
    """Asks once between two acts: the invariants all look at the same election."""

    seen: dict[str, TestResponse]

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        options.setdefault("area", PROVINCE)
        if method != "GET":
            self.seen = {}
            return super().call(method, path, **options)
        if path not in self.seen:
            self.seen[path] = super().call(method, path, **options)
        return self.seen[path]

    def run_jobs(self) -> None:
        self.seen = {}
        run_jobs()


class Elections(RuleBasedStateMachine):
    """One election in one community; the class attributes are set by the test."""

    office: RememberingOffice
    numbers: Iterator[int]

    def __init__(self) -> None:
        super().__init__()
        self.area = f"45{next(self.numbers):04}001001"  # a district of its own: the same people are on every roll
        self.office.post("/areas", {"code": self.area, "name": "社区"})
        body = {
            "area": self.area,
            "title": "换届选举",
            "polling_day": clock.today().isoformat(),
            "contests": [{"post": post, "seats": seats} for post, seats in POSTS.items()],
            "stations": [{"name": "一号站", "secret_booth": True}, {"name": "二号站", "secret_booth": True}],
        }
        self.id = self.office.post("/elections", body).json["id"]
        self.stations = self.office.get(f"/elections/{self.id}/stations").json["items"]
        self.typed: dict[str, dict[str, dict[str, Any]]] = {station["id"]: {} for station in self.stations}

    def teardown(self) -> None:
        event(f"ended {self.shown['state']}")

    @property
    def shown(self) -> dict[str, Any]:
        return self.office.get(f"/elections/{self.id}").json

    @rule(step=st.sampled_from(BY_HAND), days_before=st.sampled_from([0, 0, 0, 5, 19, 20, 25, 30]))
    def take_any_step(self, step: Step, days_before: int) -> None:
        before = self.shown["state"]
        answer = self.office.step(self.id, step, days_before=days_before, subject="hasty", unprepared=True)
        assert answer.status_code in {200, 409}
        if answer.status_code == 409:
            assert answer.json["missing"] or answer.json["code"]
            assert self.shown["state"] == before

    @initialize(steps=st.integers(0, len(BY_HAND)))
    def start_on_the_way(self, steps: int) -> None:
        """What is tried is tried anywhere between a draft and a certified result."""
        for _ in range(steps):
            self.go_on_lawfully()

    @rule()
    def go_on_lawfully(self) -> None:
        """The next step with all that it needs, on a day on which it is lawful."""
        steps = [Step(each["step"]) for each in self.shown["next_steps"] if each["step"] != Step.CANCEL]
        for step in steps:
            if step in self.needs:
                self.needs[step]()
            days_before = {Step.ANNOUNCE: 30, Step.PUBLISH_ROLL: 25}.get(step, 0)
            self.office.step(self.id, step, days_before=days_before, subject=f"officer-{step}")
        self.office.run_jobs()

    @property
    def needs(self) -> dict[Step, Callable[[], None]]:
        return {
            Step.PUBLISH_ROLL: self._complete_the_roll,
            Step.PUBLISH_CANDIDATES: self.import_candidates,
            Step.OPEN_POLLING: lambda: staff_stations(self.office, self.id),
            Step.COUNT: self._complete_the_papers,
        }

    def _complete_the_roll(self) -> None:
        if not self.shown["electors"]:
            self.upload_a_roll(ELECTORS)
        check_roll(self.office, self.id)
        publish_audit(self.office, self.id)

    def _complete_the_papers(self) -> None:
        if self.shown["state"] == "closed":
            self.agree()
            account_for_papers(self.office, self.id)

    @rule(electors=st.sampled_from([ELECTORS, ELECTORS, 3]))
    def upload_a_roll(self, electors: int) -> None:
        answer = self.office.upload(f"/elections/{self.id}/roll", roll_csv(electors))
        assert answer.status_code in {202, 409}
        self.office.run_jobs()

    @rule()
    def import_candidates(self) -> None:
        answer = self.office.upload(f"/elections/{self.id}/candidates/import", candidates_csv())
        assert answer.status_code in {201, 409, 422}

    @rule(
        station=st.integers(0, 1), person=st.sampled_from(["a", "b", "c"]), share=st.integers(0, 5), more=st.booleans()
    )
    def type_a_sheet(self, station: int, person: str, share: int, more: bool) -> None:
        """`share` of five papers go to the first candidates; `more` papers than were issued now and then."""
        place = self.stations[station]["id"]
        sheet = self._sheet(share, recovered=6 if more and share == 0 else 5)
        answer = self.office.post(f"/stations/{place}/entries", sheet, subject=f"typist-{person}")
        assert answer.status_code in {201, 409, 422}
        if answer.status_code == 201:
            self.typed[place][person] = sheet
            assert len(self.typed[place]) <= 2

    @rule()
    def agree(self) -> None:
        """Both typists read the paper again."""
        for station in self.stations:
            people = list(self.typed[station["id"]]) or ["a"]
            people += [each for each in "abc" if each not in people]
            for person in people[:2]:
                self._type(station["id"], person)

    def _type(self, station: str, person: str) -> None:
        sheet = self._sheet(4, recovered=5)
        if self.office.post(f"/stations/{station}/entries", sheet, subject=f"typist-{person}").status_code == 201:
            self.typed[station][person] = sheet

    def _sheet(self, share: int, *, recovered: int) -> dict[str, Any]:
        standing = self.office.get(f"/elections/{self.id}/candidates").json["items"]
        contests: dict[str, Any] = {}
        for post, seats in POSTS.items():
            of_post = [each["id"] for each in standing if each["post"] == post]
            votes = {each: share if place < seats else 0 for place, each in enumerate(of_post)}
            contests[post] = {"void": 0, "votes": votes}
        return {"issued": 5, "recovered": recovered, "contests": contests}

    @invariant()
    def the_steps_taken_are_in_order_without_a_gap(self) -> None:
        taken = [Step(each["step"]) for each in self.shown["steps"] if each["step"] != Step.CANCEL]
        assert taken == ORDER[: len(taken)]
        days = [each["on"] for each in self.shown["steps"]]
        assert days == sorted(days)

    @invariant()
    def every_step_is_in_the_audit_trail(self) -> None:
        with reading() as session:
            query = select(audit_trail.c.action).where(audit_trail.c.subject == f"elections/{self.id}")
            recorded = set(session.scalars(query))
        assert {each["step"] for each in self.shown["steps"]} <= recorded

    @precondition(lambda self: self.shown["state"] in {"counted", "certified", "void"})
    @invariant()
    def the_verdict_is_the_sum_of_what_two_people_agree_on(self) -> None:
        result = self.office.get(f"/elections/{self.id}/result").json
        sheets = [next(iter(people.values())) for people in self.typed.values()]
        assert all(len(people) == 2 for people in self.typed.values())
        assert result["voted"] == sum(sheet["recovered"] for sheet in sheets)
        assert result["valid"] == (2 * result["voted"] > result["electors"] >= result["voted"] <= result["issued"])
        for contest in result["contests"]:
            votes = sum(each["votes"] for each in contest["candidates"])
            assert votes == sum(sum(sheet["contests"][contest["post"]]["votes"].values()) for sheet in sheets)
            elected = sum(each["elected"] for each in contest["candidates"])
            assert elected + contest["seats_short"] == contest["seats"]
            assert not elected or result["valid"]

    @precondition(lambda self: self.shown["state"] == "certified")
    @invariant()
    def who_certified_had_no_hand_in_the_figures(self) -> None:
        certified = next(each for each in self.shown["steps"] if each["step"] == Step.CERTIFY)
        others = {each["by"] for each in self.shown["steps"] if each["step"] in {Step.CLOSE, Step.COUNT}}
        assert certified["by"] not in others | {f"typist-{person}" for person in "abc"}


@pytest.fixture
def machine(app: Flask, token: Callable[..., str]) -> type[Elections]:
    class Here(Elections):
        office = RememberingOffice(app.test_client(), token, EVERYTHING)
        numbers = count(101)

    return Here


def test_whatever_is_tried_in_whatever_order_the_guarantees_hold(machine: type[Elections]) -> None:
    many = settings(
        max_examples=12,
        stateful_step_count=8,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=many)
