"""The elections service's commands: `shequ rules …`, `shequ recount AREA`, `shequ verify-result`."""

from __future__ import annotations

import getpass
from pathlib import Path

import click
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from services.elections.domain.archive.checking import check_bundle
from services.elections.domain.archive.packing import LARGEST
from services.elections.domain.archive.report import Level, Line
from services.elections.domain.rules.rule_cases import wrong_in
from services.elections.domain.rules.rule_differences import differences
from services.elections.store.rule_sets import (
    known_rule_set,
    rule_set,
    rule_set_cases,
    rule_set_ids,
    rule_set_source,
)
from services.elections.workflows.recounts import recount
from shared import areas
from shared.auth.actor import Actor
from shared.messages import LANGUAGES, tell, translate


@click.group()
def rules() -> None:
    """The rule sets that elections are held under."""


@rules.command("list")
def list_rules() -> None:
    """Every rule set: its id, the day since which it is in force, the area, the law."""
    for found in map(rule_set, rule_set_ids()):
        click.echo(f"{found.id}\t{found.effective}\t{found.area or '-'}\t{found.law}")


@rules.command()
@click.argument("first")
@click.argument("second")
def diff(first: str, second: str) -> None:
    """What two rule sets say differently, a line each: the value's path, then both values."""
    for found in differences(rule_set_source(first), rule_set_source(second)):
        click.echo(f"{found.path}\t{found.first}\t{found.second}")


@rules.command("check")
def check_rules() -> None:
    """Try every set's boundary cases; exit 1 if one does not hold."""
    wrong = 0
    for name in rule_set_ids():
        for case in rule_set_cases(name):
            for value, (expected, found) in wrong_in(case, rule_set(name)).items():
                wrong += 1
                click.echo(f"{name}: {case['name']}: {value} should be {expected}, is {found}", err=True)
    if wrong:
        raise click.ClickException(f"{wrong} values are not what the cases state")
    click.echo("Every case holds.")


@click.command("verify-result")
@click.argument("bundle", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The published public key (PEM)."
)
@click.option("--language", type=click.Choice(LANGUAGES), default="zh", show_default=True)
def verify_result(bundle: Path, key: Path | None, language: str) -> None:
    """Recount an election from its result bundle alone, offline; exit 1 if anything in it does not hold.

    Checks the seal, every file, every sheet's arithmetic and the law's periods, reaches the verdict again by the rules
    enclosed, and compares it with the one that was sealed. Without --key the seal shows only that the bundle is whole.
    """
    public = None if key is None else _public_key(key)
    report = check_bundle(_bytes(bundle), key=public, known_rules=known_rule_set)
    for line in report.lines:
        click.echo(_told(line, language))
    click.echo(translate("核对通过。" if report.proven else "核对不通过。", language))
    if not report.proven:
        raise click.exceptions.Exit(1)


_MARKS = {Level.OK: "✓", Level.NOTED: "!", Level.WRONG: "✗"}


def _told(line: Line, language: str) -> str:
    """What stands in a bundle may be anything: it cannot move the cursor or colour what follows it."""
    text = tell(line.message, line.facts, language)
    clause = f"  [{line.clause}]" if line.clause else ""
    return f"{_MARKS[line.level]} {''.join(each if each.isprintable() else '?' for each in text + clause)}"


def _bytes(bundle: Path) -> bytes:
    """No more than a bundle may have, and one byte by which it is seen to be more."""
    with bundle.open("rb") as file:
        return file.read(LARGEST + 1)


def _public_key(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(path.read_bytes())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise click.BadParameter(f"{path} is no public key (PEM)") from error
    if not isinstance(key, Ed25519PublicKey):
        raise click.BadParameter(f"{path} is no Ed25519 key")
    return key


@click.command("recount")
@click.argument("area")
def recount_area(area: str) -> None:
    """Work the verdicts of an area's elections out anew from the typed sheets; exit 1 if one comes out otherwise."""
    operator = Actor(subject=f"cli:{getpass.getuser()}", area=None)
    found = list(recount(operator, areas.check(area)))
    for each in found:
        click.echo(f"{'same' if each.same else 'DIFFERS'}\t{each.area}\t{each.election_id}\t{each.title}")
    different = sum(not each.same for each in found)
    if different:
        raise click.ClickException(f"{different} of {len(found)} verdicts are not what the typed sheets give")
    click.echo(f"{len(found)} verdicts recounted, all the same.")


COMMANDS = (rules, recount_area, verify_result)
