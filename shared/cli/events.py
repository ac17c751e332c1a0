"""Dead letters and event status on the command line of a machine that reaches the service's database (DATABASE_URL)."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import click

from shared.auth.actor import Actor
from shared.cli.processes import service_argument
from shared.database.database import Database
from shared.events import operations


@click.command()
@service_argument
def status(service: str) -> None:
    """How far a service's events have got, as JSON."""
    with connected(service) as database:
        click.echo(json.dumps(operations.status(database), indent=2))


@click.group("dead-letters")
def dead_letters() -> None:
    """Events that could not be handled."""


@dead_letters.command("list")
@service_argument
def list_letters(service: str) -> None:
    """One line each: id, type, subject, state, attempts, error."""
    with connected(service) as database:
        letters = operations.letters(database, operator())
    for letter in letters:
        fields = ("event_id", "type", "subject", "state", "attempts", "error")
        click.echo("\t".join(str(letter[name]) for name in fields))


@dead_letters.command()
@service_argument
@click.argument("event_id", type=UUID)
def replay(service: str, event_id: UUID) -> None:
    """Try an event again within seconds, and what waits behind it."""
    with connected(service) as database:
        operations.replay(database, operator(), event_id)
    click.echo("will be tried again at the next tick")


@dead_letters.command()
@service_argument
@click.argument("event_id", type=UUID)
@click.option("--reason", required=True, help="Goes to the audit trail.")
def discard(service: str, event_id: UUID, reason: str) -> None:
    """Give an event up; what waits behind it goes on."""
    with connected(service) as database:
        operations.discard(database, operator(), event_id, reason=reason)
    click.echo("discarded")


def operator() -> Actor:
    return Actor(subject=f"cli:{getpass.getuser()}", area=None)


@contextmanager
def connected(service: str) -> Iterator[Database]:
    database = Database(service)
    try:
        yield database
    finally:
        database.dispose()
