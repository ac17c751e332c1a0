"""The command line's table of contents."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

import click

from shared.cli.events import dead_letters, status
from shared.cli.processes import heartbeat, migrate, relay
from shared.cli.restored import restored
from shared.cli.tokens import keys, token
from shared.cli.up import up
from shared.contracts.routing import SERVICES
from shared.errors import Refusal
from shared.settings import SettingsError


class _Shequ(click.Group):
    """The library's commands and those of each service's `cli.py`; tells what an operator can mend in one line
    instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_service_commands()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or _service_commands().get(cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (Refusal, SettingsError) as error:
            raise click.ClickException(str(error)) from error


@cache
def _service_commands() -> dict[str, click.Command]:
    """By name. A service's image holds no other service, and none needs commands of its own."""
    modules = [f"services.{service}.cli" for service in SERVICES]
    present = [name for name in modules if find_spec(name.rpartition(".")[0]) and find_spec(name)]
    return {command.name or "": command for name in present for command in import_module(name).COMMANDS}


@click.group(cls=_Shequ)
def shequ() -> None:
    """Shequ (社区): elections, cadre training and notices for residents' committees."""


for _command in (up, migrate, relay, heartbeat, token, keys, dead_letters, status, restored):
    shequ.add_command(_command)
