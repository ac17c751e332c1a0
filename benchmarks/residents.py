"""Importing a register of residents: a million rows from upload to applied, the same file again, and one bad row in it.

`python -m benchmarks.residents --rows 100000` measures another size by itself.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click

from benchmarks.alone import platform_alone
from benchmarks.figures import Figure, table
from benchmarks.imports import PeakMemory
from demo.office import Office, Refused
from samples.residents import HEADER, residents, write_register
from shared.embedded import Platform

_ROWS = 1_000_000
_COMMUNITIES = 100
_AREA = "450403000000"
_LIMIT = 1_200.0


def measure(platform: Platform, rows: int = _ROWS) -> list[Figure]:
    endpoints = platform.endpoints
    worker = platform.processes["notices-worker"].pid
    with (
        Office(endpoints.services, endpoints.signing_key, area=_AREA) as office,
        tempfile.TemporaryDirectory() as folder,
    ):
        codes = _communities(office)
        good, bad = Path(folder) / "residents.csv", Path(folder) / "bad.csv"
        write_register(good, _rows(codes, rows), header=("区划代码", *HEADER))
        bad.write_bytes(good.read_bytes() + f"{codes[0]},X1,,,,,,,,,,,,,,,,\r\n".encode())
        with PeakMemory(worker) as memory, PeakMemory(platform.processes["notices-web"].pid) as web:
            refused, upload = _import(office, bad, "refused")
            first, _ = _import(office, good, "applied")
            again, _ = _import(office, good, "applied")
        megabytes = good.stat().st_size / 2**20
    count = f"{rows:,}"
    return [
        Figure(f"{count} residents ({megabytes:.0f} MB) with one bad row: upload to refused", f"{refused:.0f} s"),
        Figure("of which until the upload was answered", f"{upload:.1f} s"),
        Figure(f"{count} residents imported, upload to applied", f"{first:.0f} s", "< 300 s", first < 300),
        Figure("rows/s", f"{rows / first:,.0f}"),
        Figure("the same file again, nothing changed", f"{again:.0f} s"),
        Figure(
            "memory of the importing worker process at most", f"{memory.peak:.0f} MB", "< 300 MB", memory.peak < 300
        ),
        Figure("memory of the web process at most", f"{web.peak:.0f} MB", "< 300 MB", web.peak < 300),
    ]


def _communities(office: Office) -> list[str]:
    codes = [f"450403{number // 10 + 1:03}{number % 10 + 1:03}" for number in range(_COMMUNITIES)]
    office.post("clerk", "elections", "/api/v1/areas", {"code": _AREA, "name": "万秀区"})
    for number, code in enumerate(codes):
        try:
            office.post("clerk", "elections", "/api/v1/areas", {"code": code, "name": f"第{number}社区"})
        except Refused:  # another benchmark has registered it
            continue
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            office.fetch("notices", f"/boards/{codes[-1]}")
        except Refused:
            time.sleep(0.2)
        else:
            break
    return codes


def _rows(codes: Sequence[str], rows: int) -> Iterator[Sequence[str]]:
    for number, row in enumerate(islice(residents(rows, seed=1), rows)):
        yield (codes[number % len(codes)], *row)


def _import(office: Office, file: Path, ends: str) -> tuple[float, float]:
    """Seconds until it was over, and until the upload was answered."""
    started = time.monotonic()
    accepted = office.upload("registrar", "notices", "/api/v1/residents/imports", file, area=_AREA, apply="true")
    uploaded = time.monotonic() - started
    while time.monotonic() - started < _LIMIT:
        found: dict[str, Any] = office.get("registrar", "notices", f"/api/v1/residents/imports/{accepted['import_id']}")
        if found["state"] == ends:
            return time.monotonic() - started, uploaded
        if found["state"] in {"applied", "refused"}:
            raise RuntimeError(f"the import was {found['state']}")
        time.sleep(0.2)
    raise TimeoutError("the import took too long")


@click.command()
@click.option("--rows", default=_ROWS, show_default=True)
def main(rows: int) -> None:
    with platform_alone() as platform:
        click.echo(table(measure(platform, rows)))


if __name__ == "__main__":
    main()
