"""What is deployed agrees with the code and with itself. Whether it works, `make compose-test` says."""

from __future__ import annotations

import re
import shlex
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.contracts.routing import SERVICES
from shared.worker.queues import RESERVED, queues_of

ROOT = Path(__file__).resolve().parents[2]


@cache
def containers() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    return found


def test_the_services_dockerfiles_differ_in_the_service_alone() -> None:
    texts = {
        (ROOT / "services" / service / "Dockerfile")
        .read_text(encoding="utf-8")
        .replace(f"SERVICE={service}", "SERVICE=…")
        for service in SERVICES
    }
    assert len(texts) == 1


def queues_served(container: str) -> list[str]:
    words = shlex.split(containers()[container]["command"])
    return words[words.index("-Q") + 1].split(",")


@pytest.mark.parametrize("service", SERVICES)
def test_each_queue_has_a_worker_in_compose(service: str) -> None:
    """A reserved one has a worker that serves nothing else."""
    own = {queue: word for queue, word in RESERVED.items() if queue.startswith(f"{service}.")}
    assert queues_served(f"{service}-worker") == [queue for queue in queues_of(service) if queue not in own]
    for queue, word in own.items():
        assert queues_served(f"{service}-{word}-worker") == [queue]


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_web_worker_relay_and_migration_from_its_own_image(service: str) -> None:
    images = {containers()[f"{service}-{role}"]["image"] for role in ("web", "worker", "relay", "migrate")}
    assert images == {f"${{SHEQU_IMAGE_PREFIX:-shequ}}/{service}:${{SHEQU_VERSION:-latest}}"}


def test_there_is_one_beat_and_the_gateway_alone_has_a_port() -> None:
    assert sum("beat" in str(each.get("command")) for each in containers().values()) == 1
    assert [name for name, each in containers().items() if "ports" in each] == ["nginx"]


@pytest.mark.parametrize("name", [name for name in containers() if not name.endswith("-migrate")])
def test_every_container_is_confined_probed_and_restarted(name: str) -> None:
    container = containers()[name]
    assert container["read_only"]
    assert container["cap_drop"] == ["ALL"]
    assert {"healthcheck", "mem_limit", "cpus", "pids_limit", "logging", "stop_grace_period"} <= set(container)
    assert container["restart"] == "unless-stopped"


def test_no_lock_file_says_where_packages_come_from() -> None:
    locks = [*ROOT.glob("requirements*.lock"), *ROOT.glob("services/*/requirements.lock")]
    assert len(locks) == 2 + len(SERVICES)
    named = [
        path.name for path in locks if re.search(r"://|--(extra-)?index-url|--find-links", path.read_text("utf-8"))
    ]
    assert not named


@pytest.mark.parametrize("group", ["dev", "embedded", *SERVICES])
def test_every_package_that_a_group_names_is_locked(group: str) -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    locks = {"dev": "requirements-dev.lock", "embedded": "requirements.lock"}
    lock = (ROOT / locks.get(group, f"services/{group}/requirements.lock")).read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==", lock, re.MULTILINE))
    assert named_packages(groups, group) <= locked, "make lock"


def named_packages(groups: dict[str, Any], group: str) -> set[str]:
    """The packages of a dependency group and of those that it includes (PEP 735), without versions and extras."""
    names: set[str] = set()
    for entry in groups[group]:
        if isinstance(entry, dict):
            names |= named_packages(groups, entry["include-group"])
        else:
            names.add(re.split(r"[^A-Za-z0-9._-]", entry, maxsplit=1)[0].lower())
    return names
