"""Two at once on a real database: a post is taken once, and what turned is told once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from services.training.workflows.structure import check_structures
from tests.conftest import COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.people import appointed, cadre, imported


def both(work: Callable[[int], Any]) -> list[Any]:
    """What two get who start at the same moment."""
    barrier = Barrier(2)

    def run(number: int) -> Any:
        barrier.wait(10)
        return work(number)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


def test_of_two_clerks_who_appoint_at_once_one_is_refused(
    office: Office, client: Callable[[], Office], elections: Publisher
) -> None:
    made, clerks = cadre(office), [client(), client()]
    body = {"post": "worker", "starts_on": "2024-03-01"}
    answers = both(lambda number: clerks[number].post(f"/cadres/{made['id']}/terms", body))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


def test_a_file_that_two_clerks_send_at_once_is_taken_in_once(
    office: Office, client: Callable[[], Office], elections: Publisher
) -> None:
    cadre(office)
    row = f"{COMMUNITY},覃小宁,女,1998-05-20,社区工作者,2024-03-01,,,大学生,,,"
    clerks = [client(), client()]
    answers = both(lambda number: imported(clerks[number], row))
    assert sorted(answer.json["terms"] for answer in answers) == [0, 1]


def test_two_workers_who_look_at_once_tell_once(office: Office, elections: Publisher) -> None:
    appointed(office, cadre(office), "member")
    assert sorted(both(lambda _: check_structures())) == [0, 1]
    told = [event["subject"] for event in elections.told() if event["type"] == "training.structure_broken.v1"]
    assert len(told) == len(set(told)) > 0
