"""Keys and tokens of one machine; in production an OIDC provider gives tokens out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from shared import areas, clock
from shared.auth.keys import ensure_archive_key, ensure_keys, mint
from shared.auth.roles import ROLES


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the key files.")
def keys(out: Path) -> None:
    """Make a signing key and its public key set, and a key that seals elections' bundles, unless they exist."""
    for path in (*ensure_keys(out), ensure_archive_key(out)):
        click.echo(path)


@click.command()
@click.option(
    "--key", type=click.Path(exists=True, path_type=Path), required=True, help="The private signing key (PEM)."
)
@click.option("--subject", required=True, help="Who the token is for: a stable id of one person.")
@click.option("--area", required=True, help="12-digit code of the area that the person reaches.")
@click.option("--role", "roles", multiple=True, type=click.Choice(sorted(ROLES)), help="May be given more than once.")
@click.option("--scope", "scopes", multiple=True, help="A single scope, such as elections:read.")
@click.option("--hours", default=8.0, show_default=True, help="How long the token is valid.")
def token(key: Path, subject: str, area: str, roles: tuple[str, ...], scopes: tuple[str, ...], hours: float) -> None:
    """Print a bearer token signed with a local key."""
    areas.check(area)
    granted = frozenset(scopes).union(*(ROLES[role] for role in roles))
    validity = timedelta(hours=hours)
    click.echo(mint(key, subject=subject, area=area, scopes=granted, issued=clock.now(), valid_for=validity))
