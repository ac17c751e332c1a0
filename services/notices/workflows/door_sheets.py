"""Doors to call at as they are printed, in the reader's language."""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.notices.domain.informing.doors import VisitResult
from services.notices.domain.printing.door_list import Call, DoorList, Group, door_list_pdf
from services.notices.domain.residents.dwellings import Stairs, walked
from services.notices.store import areas, coverage
from services.notices.store.coverage import Door
from services.notices.store.tables import Notice
from shared import clock
from shared.messages import translate
from shared.web.pages import day


def door_sheets(session: Session, notice: Notice) -> bytes:
    """All whom nothing has reached: with names, for those who may read the register."""
    found, _ = coverage.doors(session, notice, after=None, limit=None)
    told = [translate("{day}打印", day=day(clock.today())), translate("共{count}位居民", count=len(found))]
    if notice.published_at:
        told.insert(0, translate("公布日期：{day}", day=day(clock.civil_date(notice.published_at))))
    return door_list_pdf(
        DoorList(
            community=areas.area(session, notice.area).name,
            name=translate("上门告知名单"),
            title=notice.title,
            told=" · ".join(told),
            header=(
                translate("门牌"),
                translate("姓名"),
                translate("几次不在"),
                translate("结果（打勾）"),
                translate("居民说了什么"),
            ),
            ticks=[translate(result.zh) for result in VisitResult],
            groups=[_group(each) for each in walked(found)],
            nobody=translate("没有需要上门的居民。"),
        )
    )


def _group(found: Stairs[Door]) -> Group:
    place = " · ".join(filter(None, (found.building or translate("没有登记楼栋"), found.stairs)))
    heading = translate("{place}（{count}人）", place=place, count=len(found.doors))
    return Group(heading, [Call(each.door, each.name, each.calls) for each in found.doors])
