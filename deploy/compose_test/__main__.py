"""`make compose-test`: build, start, look at the confinement, play the demo while Redis goes away, count, take down."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

import click

from deploy.compose_test import confinement
from deploy.compose_test.clerk import BusyClerk
from deploy.compose_test.operator import Operator
from deploy.compose_test.stack import Failed, Stack, new_stack
from deploy.compose_test.story import Story
from shared.contracts import routing
from shared.contracts.routing import SERVICES

_WITHOUT_REDIS_SECONDS = 10
_HEALTHY_SECONDS = 120


@click.command()
def compose_test() -> None:
    """Test the compose stack on this machine's Docker daemon. Leaves nothing behind but images."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("compose test: told to stop"))
    try:
        with new_stack() as stack:
            click.echo("starting …")
            stack.compose("up", "--detach")
            _step("everything is healthy", lambda: _wait_until_healthy(stack))
            for check in confinement.CHECKS:
                _step(check.__name__.replace("_", " "), partial(check, stack))
            stack.compose("up", "--detach", "--no-deps", "--scale", "notices-worker=2", "notices-worker")
            _play(stack)
    except Failed as failure:
        sys.exit(f"compose test: {failure}")


def _play(stack: Stack) -> None:
    """The demo and a busy clerk at the same time; Redis goes away in the middle; then every event must have arrived."""
    operator = Operator(stack.gateway, stack.signing_key)
    with Story(stack) as story, BusyClerk(operator) as clerk:
        story.wait_for_announcement(operator)
        _restart_redis(stack)
        story.wait_for_the_end()
    delivered = operator.wait_until_delivered()
    click.echo(f"  {clerk.registered} areas registered meanwhile, {delivered} deliveries in all")
    _step("no event waits or failed", operator.nothing_waits_or_failed)
    _step("each event had its effect once", lambda: _count_effects(stack, operator))
    _step("two notices workers run", lambda: _expect_workers(stack))
    _step("workers and relays tell their metrics", lambda: _expect_metrics(stack))
    _step("everything is healthy still and nothing was restarted", lambda: _wait_until_healthy(stack))


def _restart_redis(stack: Stack) -> None:
    click.echo(f"    ✂ Redis goes away for {_WITHOUT_REDIS_SECONDS} seconds")
    stack.compose("stop", "--timeout", "1", "redis")
    time.sleep(_WITHOUT_REDIS_SECONDS)
    stack.compose("start", "redis")


def _wait_until_healthy(stack: Stack) -> None:
    deadline = time.monotonic() + _HEALTHY_SECONDS
    while sick := [each["Name"] for each in stack.inspect() if each["State"]["Health"]["Status"] != "healthy"]:
        if time.monotonic() > deadline:
            raise Failed(f"not healthy after {_HEALTHY_SECONDS} seconds: {', '.join(sick)}")
        time.sleep(1)
    if restarted := [each["Name"] for each in stack.inspect() if each["RestartCount"]]:
        raise Failed(f"Docker had to restart {', '.join(restarted)}")


def _expect_workers(stack: Stack) -> None:
    if (count := len(stack.containers("notices-worker"))) != 2:
        raise Failed(f"{count} notices workers run instead of 2")


def _expect_metrics(stack: Stack) -> None:
    fetch = "import urllib.request as r; print(r.urlopen('http://127.0.0.1:9100/metrics', timeout=5).read().decode())"
    for container, metric in (("elections-worker", "shequ_tasks_total"), ("elections-relay", "shequ_relayed_total")):
        shown = stack.execute(container, "python", "-c", fetch).stdout
        if f"{metric}{{" not in shown:
            raise Failed(f"{container} does not tell {metric}: {shown[:500]!r}")


def _count_effects(stack: Stack, operator: Operator) -> None:
    """Counts rows, since an effect that came twice would show as one event taken once."""
    told = Counter(kind for source in SERVICES for kind in operator.published(source).values())
    areas = told["elections.area_registered.v1"]
    of_elections = sum(told[kind] for kind in routing.types_heard("notices", "elections")) - areas
    of_training = sum(told[kind] for kind in routing.types_heard("notices", "training"))
    expected = {
        ("training", "areas"): areas,
        ("notices", "areas"): areas,
        ("notices", "notices WHERE origin_event IS NOT NULL"): of_elections + of_training,
        ("elections", "publications"): of_elections,  # a notice of another service is no publication of an election
    }
    found = {(service, table): _count_rows(stack, service, table) for service, table in expected}
    if found != expected:
        raise Failed(f"rows in the tables: {found}, but by the events there should be {expected}")


def _count_rows(stack: Stack, service: str, table: str) -> int:
    query = f"SELECT count(*) FROM {table}"  # noqa: S608 - the tables stand above
    return int(stack.execute("postgres", "psql", "-qAt", "-U", "postgres", "-d", service, "-c", query).stdout)


def _step(name: str, check: Callable[[], None]) -> None:
    check()
    click.echo(f"  ✓ {name}")


if __name__ == "__main__":
    compose_test()
