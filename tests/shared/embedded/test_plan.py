"""The embedded run and docker-compose.yml start the same processes."""

from __future__ import annotations

import shlex
from collections import Counter

import pytest

from shared.contracts.routing import SERVICES
from shared.embedded.plan import ProcessPlan, process_plans
from shared.embedded.ports import LIVE
from shared.worker.queues import Queues
from tests.architecture.test_deployment import containers

PLANS = {plan.name: plan for plan in process_plans(dict.fromkeys((*SERVICES, LIVE), 8001))}
NOT_OURS = {"nginx", "postgres", "redis"}


def queues_consumed(plan: ProcessPlan) -> list[str]:
    return plan.command[plan.command.index("-Q") + 1].split(",") if "-Q" in plan.command else []


def test_each_queue_has_exactly_one_worker() -> None:
    consumed = Counter(queue for plan in PLANS.values() for queue in queues_consumed(plan))
    assert consumed == Counter(list(Queues))


def test_compose_has_the_same_processes() -> None:
    names = {name for name in containers() if not name.endswith("-migrate")} - NOT_OURS
    assert set(PLANS) == names


@pytest.mark.parametrize("name", [name for name in PLANS if not name.endswith("-web")])
def test_compose_runs_the_same_command(name: str) -> None:
    """But for the number of slots, and what a container needs besides; web's command stands in the image."""
    command = containers()[name]["command"]
    words = set(shlex.split(command) if isinstance(command, str) else command)
    of_containers = {"python", "2", "--pidfile=", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"}  # noqa: S108 - a word of a command
    assert words - of_containers <= set(PLANS[name].command)


def test_what_works_in_the_background_shows_heartbeats() -> None:
    without = {name for name, plan in PLANS.items() if not plan.has_heartbeat}
    assert without == {f"{service}-web" for service in SERVICES} | {"elections-live"}


def test_web_starts_last_so_that_it_ends_first() -> None:
    roles = [plan.role for plan in PLANS.values()]
    assert list(dict.fromkeys(roles)) == ["worker", "relay", "beat", "live", "web"]
