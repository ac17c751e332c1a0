"""The command line's table of contents."""

from __future__ import annotations

import click

from shared.cli.events import dead_letters, status
from shared.cli.processes import heartbeat, migrate, relay
from shared.cli.tokens import keys, token
from shared.cli.up import up
from shared.errors import Refusal
from shared.settings import SettingsError


class _ClearErrors(click.Group):
    """Tells what an operator can mend in one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (Refusal, SettingsError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_ClearErrors)
def shequ() -> None:
    """Shequ (社区): elections, cadre training and notices for residents' committees."""


for _command in (up, migrate, relay, heartbeat, token, keys, dead_letters, status):
    shequ.add_command(_command)
