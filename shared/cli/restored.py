"""What is left to do after a database came back from a backup older than the others. At first they only look."""

from __future__ import annotations

import click

from shared.cli.events import connected, operator
from shared.cli.processes import service_argument
from shared.contracts.routing import SERVICES
from shared.events import operations
from shared.events.restored import number_past, pass_over

_apply = click.option("--apply", "applied", is_flag=True, help="Do it. Without this, only say what would be done.")


@click.group()
def restored() -> None:
    """Make events fit again after a restore from an older backup."""


@restored.command()
@service_argument
@click.option("--past", required=True, type=click.IntRange(min=1), help="What subscribers took: the highest of them.")
@_apply
def publisher(service: str, past: int, applied: bool) -> None:
    """Number SERVICE's events on from what its subscribers took. Before its relay starts again."""
    with connected(service) as database:
        newest = operations.status(database)["published"]
        if past <= newest:
            click.echo(f"nothing to do: the newest event of {service} has number {newest}")
        elif applied:
            number_past(database, operator(), number=past)
            click.echo(f"the next event of {service} gets number {past + 1}")
        else:
            click.echo(f"the next event of {service} would get number {past + 1} instead of {newest + 1}: add --apply")


@restored.command()
@service_argument
@click.option("--source", required=True, type=click.Choice(SERVICES), help="Whose events are gone.")
@click.option("--through", required=True, type=click.IntRange(min=1), help="What the source has pruned.")
@click.option("--reason", required=True, help="Goes to the audit trail.")
@_apply
def subscriber(service: str, source: str, through: int, reason: str, applied: bool) -> None:
    """Let SERVICE go on without events of a source that are gone for good."""
    with connected(service) as database:
        taken = operations.status(database)["sources"].get(source, 0)
        if through <= taken:
            click.echo(f"nothing to do: {service} has taken {taken} of {source}")
        elif applied:
            pass_over(database, operator(), source=source, through=through, reason=reason)
            click.echo(f"{service} goes on after {through} of {source}")
        else:
            click.echo(f"{service} would never get {taken + 1} to {through} of {source}: add --apply")
