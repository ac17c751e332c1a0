"""Pay on the dashboard: promised against paid (R7, R29), the same post with different pay (R14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from services.training.domain.money.pay import INSURANCES
from services.training.domain.office.posts import Post
from services.training.pages.desk.panels import Asked, Bar, Column, Panel, Row, area_of, column, grouped, number, placed
from shared.messages import translate
from shared.tabular.export import Cell
from shared.web.desk.inside import ask

_PAID_BY = timedelta(days=41)  # ten days into a month, the usual pay day, the one before it should be paid
_FEN = 100


def _month(asked: Asked) -> str:
    """The last month that should be paid."""
    return (asked.today - _PAID_BY).replace(day=1).isoformat()


def _facts(asked: Asked) -> Sequence[Row]:
    return placed(asked, ask("/api/v1/pay", month=_month(asked))["items"])


def _promises(rows: Sequence[Row]) -> Sequence[Bar]:
    return [_promise(area, found) for area, found in grouped(rows, area_of).items()]


def _promise(area: str, rows: Sequence[Row]) -> Bar:
    promised, paid = (sum(row[name] or 0 for row in rows) // _FEN for name in ("promised", "paid"))
    text = translate("应发{promised}元，实发{paid}元", promised=promised, paid=paid)
    late = max(row["lag"] for row in rows)
    flag = translate("欠发{yuan}元，已拖{days}天", yuan=promised - paid, days=late) if paid < promised else ""
    return Bar(area, rows[0]["place"], paid, promised, text, flag)


def _equities(asked: Asked) -> Sequence[Row]:
    return list(ask("/api/v1/pay-equity", month=_month(asked))["items"])


def _equity(rows: Sequence[Row]) -> Sequence[Bar]:
    return [_post(row) for row in rows]


def _post(row: Row) -> Bar:
    least, most = row["least"] // _FEN, row["most"] // _FEN
    text = translate("最少{least}元，最多{most}元", least=least, most=most)
    flag = translate("同工不同酬，相差{percent}%", percent=row["spread"] // 100) if row["spread"] else ""
    return Bar(_code(row), translate(Post(row["post"]).zh), row["least"], row["most"], text, flag)


def _code(row: Row) -> str:
    return str(row["post"])


def _yuan(name: str, title: str) -> Column:
    def of(row: Row) -> Cell:
        return None if row[name] is None else row[name] // _FEN

    return Column(title, of, "number")


def _uninsured(row: Row) -> str:
    return translate("、").join(translate(INSURANCES[each]) for each in row["uninsured"])


PANELS = (
    Panel(
        "pay",
        "报酬落实",
        "最近一个应已发放的月份，应发与实发相比。",
        _facts,
        _promises,
        area_of,
        (
            column("社区", "place"),
            column("姓名", "name"),
            Column("职务", lambda row: translate(Post(row["post"]).zh)),
            _yuan("promised", "应发（元）"),
            _yuan("paid", "实发（元）"),
            number("拖欠天数", "lag"),
            Column("未缴保险", _uninsured),
        ),
        scope="training:pay:read",
    ),
    Panel(
        "equity",
        "同工同酬",
        "同一职务的报酬，不列姓名。",
        _equities,
        _equity,
        _code,
        (
            Column("职务", lambda row: translate(Post(row["post"]).zh)),
            number("人数", "people"),
            _yuan("least", "最少（元）"),
            _yuan("median", "中位数（元）"),
            _yuan("most", "最多（元）"),
        ),
    ),
)
