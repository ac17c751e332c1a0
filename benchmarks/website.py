"""A community's website under a steady load: its board at 300 requests a second, and search among 20,000 notices.

Requests start at fixed moments whatever the answers take (an open loop), from several kept-alive connections on the
same machine. Readers have the page already in half of the cases, as browsers do.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg

from benchmarks.figures import Figure, percentile
from shared import clock
from shared.embedded import Platform
from shared.ids import new_id

NOTICES = 20_000
_COMMUNITIES = 200
_AREA = "450405{:06}"
_RATE = 300  # requests a second
_SECONDS = 10
_CONNECTIONS = 16
_SEARCHES = 300
_TEXT = (
    "社区 居民 委员会 通知 停水 检修 体检 活动 报名 选举 公告 收支 季度 老年 志愿 服务 垃圾 分类 电梯 维修 燃气 安全 "
    "疫苗 接种 低保 申请 医保 缴费 读书 棋牌 比赛 道路 施工 停车 绿化 修剪 消防 演练 反诈 宣传 暑期 托管"
)
_WORDS = _TEXT.split()


def measure(platform: Platform) -> list[Figure]:
    _fill(platform)
    address = platform.endpoints.services["notices"]
    boards = [f"/boards/{_AREA.format(number)}" for number in range(1001, 1001 + _COMMUNITIES)]
    _ask(address, boards)  # as after the first minute of a day
    times = sorted(_load(address, boards))
    p50, p99 = (percentile(times, share) * 1000 for share in (0.5, 0.99))
    board = Figure(
        f"a community's board at {_RATE} requests/s", f"p50 {p50:.0f}, p99 {p99:.0f} ms", "p99 < 50 ms", p99 < 50
    )
    chosen = random.Random(7)  # noqa: S311 - which words, no secret
    asked = (quote("".join(chosen.choices(_WORDS, k=chosen.choice((1, 1, 2))))) for _ in range(_SEARCHES))
    found = sorted(_ask(address, [f"{chosen.choice(boards)}/search?q={words}" for words in asked]))
    p50, p99 = (percentile(found, share) * 1000 for share in (0.5, 0.99))
    search = Figure(f"search among {NOTICES:,} notices, one after the other", f"p50 {p50:.0f}, p99 {p99:.0f} ms")
    return [board, search]


def _fill(platform: Platform) -> None:
    """Straight into the database: publishing is measured elsewhere."""
    chosen, now = random.Random(1), clock.now()  # noqa: S311 - sample texts
    with psycopg.connect(platform.endpoints.databases["notices"]) as connection, connection.cursor() as cursor:
        with cursor.copy("COPY areas (code, name, level) FROM STDIN") as rows:
            for number in range(1001, 1001 + _COMMUNITIES):
                rows.write_row((_AREA.format(number), f"第{number}社区", "community"))
        columns = "id, area, kind, state, version, title, body, writers, published_at"
        with cursor.copy(f"COPY notices ({columns}) FROM STDIN") as rows:
            for number in range(NOTICES):
                area = _AREA.format(1001 + number % _COMMUNITIES)
                words = ("".join(chosen.choices(_WORDS, k=size)) for size in (5, 150))
                moment = now - timedelta(hours=chosen.randrange(9000))
                rows.write_row((new_id(), area, "news", "published", 1, *words, ["benchmark"], moment))
        cursor.execute("ANALYZE notices")


def _ask(address: str, paths: list[str]) -> list[float]:
    """One after the other; how long each took."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    return [_asked(connection, path, {})[0] for path in paths]


def _load(address: str, boards: list[str]) -> list[float]:
    """How long each request took, from the moment at which it was due."""
    started, took, threads = time.monotonic() + 0.2, list[float](), []
    for number in range(_CONNECTIONS):
        due = (started + each / _RATE for each in range(number, _RATE * _SECONDS, _CONNECTIONS))
        threads.append(threading.Thread(target=_read, args=(address, boards, due, took, number)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def _read(address: str, boards: list[str], due: Iterator[float], took: list[float], seed: int) -> None:
    connection, chosen = http.client.HTTPConnection(urlsplit(address).netloc), random.Random(seed)  # noqa: S311
    known: dict[str, str] = {}
    for moment in due:
        time.sleep(max(0.0, moment - time.monotonic()))
        board = chosen.choice(boards)
        headers = {"If-None-Match": known[board]} if board in known and chosen.random() < 0.5 else {}
        known[board] = _asked(connection, board, headers)[1]
        took.append(time.monotonic() - moment)


def _asked(connection: http.client.HTTPConnection, path: str, headers: dict[str, Any]) -> tuple[float, str]:
    began = time.monotonic()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status not in {200, 304}:
        raise RuntimeError(f"{path} answered {answer.status}")
    return time.monotonic() - began, answer.headers["ETag"]
