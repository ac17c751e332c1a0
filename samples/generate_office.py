"""Makes the files of `samples/chengzhong`, a subdistrict with nine communities: `python -m samples.generate_office`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from samples import office_year as year
from samples.office_people import COMMUNITIES, DISTRICT, OFFICE, Cadre, cadres
from samples.workbook import write_rows
from services.training.domain.learning import ledger_file, levels_file
from services.training.domain.money import pay_file
from services.training.domain.office import roster_file
from services.training.domain.regimes.catalogue import REGIMES
from services.training.domain.regimes.records import columns
from shared.columns.headers import Column

FOLDER = Path(__file__).resolve().parent / "chengzhong"
DAY = date(2026, 11, 20)


@click.command()
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=DAY.isoformat(), show_default=True, help="Its today.")
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER, show_default=True)
def generate(on: datetime, out: Path) -> None:
    """Write the sample files of one subdistrict office."""
    write_office(out, on.date())


def write_office(out: Path, on: date) -> None:
    out.mkdir(parents=True, exist_ok=True)
    people = cadres(on)
    _write_roster(out / "roster.xlsx", people)
    _write_csv(out / "ledger.csv", ledger_file.COLUMNS, year.ledger(on, people))
    _write_csv(out / "levels.csv", levels_file.COLUMNS, year.levels(on, people))
    _write_csv(out / "payments.csv", pay_file.COLUMNS, year.payments(on, people))
    for code, rows in year.registers(on, people).items():
        _write_csv(out / "registers" / f"{code}.csv", columns(REGIMES[code]), rows)
    kinds = [(code, name, "community") for code, name in COMMUNITIES.items()]
    parts = {
        "day": {"on": on.isoformat()},
        "areas": [dict(zip(("code", "name", "level"), area, strict=True)) for area in (DISTRICT, OFFICE, *kinds)],
        "catalogue": {"courses": year.COURSES, "rooms": year.ROOMS, "teachers": year.TEACHERS},
        "sessions": year.sessions(on, people),
        "absences": year.absences(on, people),
        "pairs": year.pairs(on, people),
        "seats": year.seats(on),
        "meetings": year.meetings(on, people),
        "pay": year.pay_scales(on),
        "reserves": year.reserves(),
        "audits": year.audits(on),
    }
    for name, value in parts.items():
        text = json.dumps(value, ensure_ascii=False, indent=1)
        (out / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _write_roster(path: Path, people: Sequence[Cadre]) -> None:
    header = [column.zh for column in roster_file.COLUMNS]
    write_rows(path, [header, *map(_line, people)], sheet="名册")


def _line(cadre: Cadre) -> list[object]:
    days = [cadre.starts_on, cadre.ends_on, cadre.left_on]
    facts = [cadre.source, cadre.education, cadre.party, cadre.home_unit or None]
    return [cadre.area, cadre.name, cadre.sex, cadre.birth_date, cadre.post, *days, *facts]


def _write_csv(path: Path, header: Iterable[Column], rows: Iterable[Sequence[object]]) -> None:
    """As Excel in a Chinese office saves it: GB18030, lines ended by CRLF."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.zh for column in header])
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("gb18030"))


if __name__ == "__main__":
    generate()
