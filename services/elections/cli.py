"""The elections service's commands: `shequ rules …`."""

from __future__ import annotations

import click

from services.elections.domain.rule_cases import wrong_in
from services.elections.domain.rule_differences import differences
from services.elections.store.rule_sets import rule_set, rule_set_cases, rule_set_ids, rule_set_source


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


@rules.command()
def check() -> None:
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


COMMANDS = (rules,)
