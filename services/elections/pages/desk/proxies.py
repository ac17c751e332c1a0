"""Proxies at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from services.elections.domain.polling.proxies import ENDED_BY_HAND, ProxyEnd
from services.elections.domain.procedure.changes import OPEN, Change
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Item, Link, Section, Table


def _both(ids: Ids) -> Mapping[str, Choices]:
    """The two persons who were picked on the page before, by their names."""
    picked = {field: ids[field] for field in ("elector_id", "agent_id") if field in ids}
    people = {field: ask(f"/api/v1/elections/{ids['election_id']}/electors/{each}") for field, each in picked.items()}
    return {field: [(person["id"], named(person))] for field, person in people.items()}


def named(person: Item) -> str:
    return f"{person['name']}（{person['address']}）"


def _endings(_: Ids) -> Mapping[str, Choices]:
    return {"reason": [(reason.value, reason.zh) for reason in ENDED_BY_HAND]}


SECTIONS = (
    Section(
        "proxies",
        "委托投票",
        (
            Table(
                "/api/v1/elections/{id}/proxies",
                (
                    Column("elector", "委托人"),
                    Column("agent", "受托人"),
                    Column("received_on", "收到日期", "day"),
                    Column("standing", "有效", "yes"),
                    Column("published", "已公布", "yes"),
                    Column("ended_because", "终止原因", codes=ProxyEnd),
                ),
                id_name="proxy_id",
                about=("elector",),
                actions=("proxies.end",),
            ),
        ),
        ("proxies.publish",),
        hint="选举期间外出的选民书面委托本社区其他选民，每人接受委托不超过三人，候选人不得接受。投票开始前办理，每次变动后都要公布。",
        links=(Link("desk.appoint", "登记委托", "proxies.accept"),),
    ),
)

ACTIONS = (
    Action(
        "proxies.accept",
        "登记委托",
        hint="请对照书面委托核对委托人和受托人。",
        button="登记",
        choices=_both,
        labels={"elector_id": "委托人", "reason": "外出原因"},
        states=OPEN[Change.PROXIES],
    ),
    Action(
        "proxies.publish",
        "公布委托投票名单",
        hint="公布委托人和受托人的姓名。",
        button="公布",
        states=OPEN[Change.PROXIES],
    ),
    Action("proxies.end", "终止委托", button="终止", choices=_endings, states=OPEN[Change.PROXIES]),
)
