from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from shared import context, logs
from shared.auth.actor import Actor
from shared.database.database import Database
from shared.ids import new_id
from tests.shared.things import Thing


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """What was logged, line by line."""
    before = logging.getLogger().handlers[:]

    def read() -> list[Any]:
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    yield read
    logging.getLogger().handlers[:] = before


def test_a_line_is_one_json_object_with_the_ids_of_its_work(lines: Any) -> None:
    logs.configure("elections")
    with context.working(correlation_id="chain", request_id="request", event_id="event"):
        logging.getLogger("shequ.test").info("roll published", extra={"electors": 3200})
    (line,) = lines()
    assert (line["message"], line["electors"], line["level"]) == ("roll published", 3200, "INFO")
    assert (line["service"], line["logger"]) == ("elections", "shequ.test")
    assert (line["correlation_id"], line["request_id"], line["event_id"]) == ("chain", "request", "event")
    assert "language" not in line


def test_a_line_tells_the_time_with_its_zone(lines: Any) -> None:
    logs.configure("elections")
    logging.getLogger("shequ.test").info("now")
    moment = datetime.fromisoformat(lines()[0]["time"])
    assert moment.tzinfo is not None
    assert abs((datetime.now(moment.tzinfo) - moment).total_seconds()) < 5


def test_a_traceback_stays_within_its_line(lines: Any) -> None:
    logs.configure("elections")
    try:
        int("first\nsecond")
    except ValueError:
        logging.getLogger("shequ.test").exception("failed")
    (line,) = lines()
    assert "Traceback" in line["exc_info"]


def test_a_constraints_error_shows_no_row(lines: Any, database: Database) -> None:
    logs.configure("elections")
    try:
        with database.unit_of_work(Actor.system("x")) as uow:
            uow.session.add_all([Thing(id=new_id(), area="450403002003", name="梁秀英", seats=1) for _ in range(2)])
    except IntegrityError:
        logging.getLogger("shequ.test").exception("failed")
    (line,) = lines()
    assert "uq_things_name" in line["exc_info"]
    assert "梁秀英" not in json.dumps(line, ensure_ascii=False)


def test_configuring_twice_writes_once(lines: Any) -> None:
    logs.configure("elections")
    logs.configure("elections")
    logging.getLogger("shequ.test").info("once")
    assert len(lines()) == 1
