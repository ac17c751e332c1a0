"""From a certification to what residents see of it: the result on the election's page, the notice on the board.

It certifies elections that the district's benchmark counted, one after the other, as a certifier does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.district import AREA
from benchmarks.figures import Figure, percentile
from demo.office import Office
from shared.embedded import Platform

_ELECTIONS = 20
_GOAL = 2.0  # seconds: 当场公布 (Art 19)
_LIMIT = 60.0
_BETWEEN = 0.02  # seconds between two looks


def measure(platform: Platform) -> list[Figure]:
    with Office(platform.endpoints.services, platform.endpoints.signing_key, area=AREA) as office:
        query = {"state": "counted", "limit": _ELECTIONS}
        elections = office.get("clerk", "elections", "/api/v1/elections", **query)["items"]
        times = [_certify(office, each) for each in elections]
    pages, notices = ([each[place] for each in times] for place in (0, 1))
    return [
        _figure("certification to the result on the public page", pages),
        _figure("certification to the notice on the board", notices),
    ]


def _certify(office: Office, election: dict[str, Any]) -> tuple[float, float]:
    """Seconds from sending the certification to the page, and to the board; neither is looked at before its answer."""
    page, board = f"/elections/{election['id']}", f"/boards/{election['area']}"
    before = office.fetch("notices", board).count(b"/notices/")
    started = time.monotonic()
    office.post("certifier", "elections", f"/api/v1/elections/{election['id']}/steps", {"step": "certify"})
    shown = _until(lambda: b'id="result"' in office.fetch("elections", page), started)
    told = _until(lambda: office.fetch("notices", board).count(b"/notices/") > before, started)
    return shown, told


def _until(seen: Callable[[], bool], started: float) -> float:
    while not seen():
        if time.monotonic() - started > _LIMIT:
            raise TimeoutError(f"not seen within {_LIMIT} s")
        time.sleep(_BETWEEN)
    return time.monotonic() - started


def _figure(name: str, times: list[float]) -> Figure:
    p95 = percentile(times, 0.95)
    value = f"{p95 * 1000:.0f} ms p95 of {len(times)}, at most {max(times) * 1000:.0f} ms"
    return Figure(name, value, f"p95 < {_GOAL:.0f} s", p95 < _GOAL)
