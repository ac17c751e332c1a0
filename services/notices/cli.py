"""The notices service's commands: `shequ display-proof FILE`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from services.notices.domain.display.document import check
from services.notices.domain.display.proof import ProofState
from shared import clock
from shared.errors import Invalid
from shared.messages import translate


@click.command("display-proof")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--photos", type=click.Path(exists=True, file_okay=False, path_type=Path), help="named by their hashes")
def display_proof(file: Path, photos: Path | None) -> None:
    """Check the proof that a notice hung on its boards, without any server; exit 1 if a chain is broken."""
    try:
        source = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Invalid("proof_unreadable", "这不是张贴证据的文件。") from error
    given = {path.name: path.read_bytes() for path in photos.iterdir() if path.is_file()} if photos else {}
    broken = False
    for place, proof in check(source, given, today=clock.today()):
        click.echo(f"{place}\t{translate(proof.state.zh)}\t{proof.days}\t{proof.photos}")
        for each in proof.findings:
            click.echo(f"  {translate(each.fault.zh, number=each.number, days=each.days)}")
        broken |= proof.state is ProofState.BROKEN
    if broken:
        raise SystemExit(1)


COMMANDS = (display_proof,)
