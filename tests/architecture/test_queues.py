"""Every queue has a worker, every event a handler, in each way of running Shequ."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import yaml

from shared.contracts.routing import ROUTES, SERVICES, sources_of, types_heard
from shared.embedded.plan import process_plans
from shared.embedded.ports import LIVE
from shared.worker.queues import Queues, events_queue
from tests.architecture.sources import ROOT, files, name_of

PORTS = dict.fromkeys((*SERVICES, LIVE), 1)


def _compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]


def _commands_of_compose() -> list[list[str]]:
    commands = (service.get("command", []) for service in _compose().values())
    return [shlex.split(command) if isinstance(command, str) else list(command) for command in commands]


def _commands_of_the_launcher() -> list[list[str]]:
    return [list(plan.command) for plan in process_plans(PORTS)]


COMMANDS = pytest.mark.parametrize(
    "commands", [_commands_of_compose(), _commands_of_the_launcher()], ids=["compose", "embedded"]
)


def _workers(commands: list[list[str]]) -> Iterator[tuple[str, set[str]]]:
    """Service and queues of each worker."""
    for command in commands:
        if "worker" in command and "-Q" in command:
            target = command[command.index("-A") + 1]
            yield target.split(".")[1], set(command[command.index("-Q") + 1].split(","))


@COMMANDS
def test_every_queue_has_a_worker_of_its_service(commands: list[list[str]]) -> None:
    served = [(service, queue) for service, queues in _workers(commands) for queue in queues]
    assert {queue for _, queue in served} == set(Queues)
    assert all(queue.startswith(f"{service}.") for service, queue in served)


@COMMANDS
def test_there_is_a_relay_for_each_service_and_one_beat(commands: list[list[str]]) -> None:
    assert sorted(command[-1] for command in commands if "relay" in command) == sorted(SERVICES)
    assert len([command for command in commands if "beat" in command]) == 1


@COMMANDS
def test_no_worker_brings_its_own_beat(commands: list[list[str]]) -> None:
    for command in commands:
        assert not ("worker" in command and {"-B", "--beat"} & set(command))


@pytest.mark.parametrize("path", files("services", suffix="tasks.py"), ids=name_of)
def test_a_task_has_a_name_of_its_service(path: Any) -> None:
    service = path.parent.name
    for decorator in re.findall(r"@app\.task\(([^)]*)\)", path.read_text(encoding="utf-8")):
        assert f'name="{service}.' in decorator
        assert "base=ShequTask" in decorator


@pytest.mark.parametrize("service", SERVICES)
def test_every_event_that_a_service_hears_has_a_handler(service: str) -> None:
    handlers = import_module(f"services.{service}.events").HANDLERS
    heard = {kind for source in sources_of(service) for kind in types_heard(service, source)}
    assert set(handlers) == heard


@pytest.mark.parametrize("event_type", sorted(ROUTES))
def test_every_event_that_is_routed_is_told_by_its_service(event_type: str) -> None:
    source = event_type.split(".", maxsplit=1)[0]
    told = "\n".join(path.read_text(encoding="utf-8") for path in files(f"services/{source}", suffix=".py"))
    assert event_type in told


@pytest.mark.parametrize("service", SERVICES)
def test_every_job_goes_to_a_task_that_exists(service: str) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in files(f"services/{service}", suffix=".py"))
    enqueued = set(re.findall(r"enqueue\(\s*\"([\w.]+)\"", code))
    assert enqueued <= set(re.findall(r"name=\"([\w.]+)\"", code))


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_events_have_a_queue(service: str) -> None:
    assert events_queue(service) == f"{service}.events"
