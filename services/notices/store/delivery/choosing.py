"""Choosing recipients: a slice of the audience at a time becomes deliveries, in one statement in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    SmallInteger,
    String,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.states import IN_VAIN, OPEN, REACHED, DeliveryState
from services.notices.domain.residents.kinds import BestTime
from services.notices.store.audiences import audience_condition
from services.notices.store.tables import Campaign, Contact, Delivery, Resident

_WITHOUT_ADDRESS = [channel.value for channel in Channel if not channel.needs_address]


@dataclass(frozen=True, slots=True)
class Slice:
    """`count` residents were looked at, the last one with `number` in `area`; none means that all have been."""

    count: int
    area: str
    number: str


def meant(campaign: Campaign, today: date) -> ColumnElement[bool]:
    """Who is meant: who lives in the campaign's area and meets its rule; of a reminder, whom nothing has reached."""
    condition = audience_condition(campaign.audience, campaign.area, today=today)
    return condition & ~_reached(campaign) if campaign.only_unreached else condition


def audience_size(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Resident).where(condition)) or 0


def reaches_anybody(session: Session, channels: list[str], condition: ColumnElement[bool]) -> bool:
    """Whether one of them at least has one of the channels."""
    has_one = true() if set(channels) & set(_WITHOUT_ADDRESS) else _has_address(channels)
    return session.scalar(select(exists().where(condition, has_one))) or False


def choose_slice(
    session: Session, campaign: Campaign, condition: ColumnElement[bool], starts: Mapping[BestTime, datetime], size: int
) -> Slice:
    """The next `size` residents become deliveries, each due from the start for its resident's own time. Whoever has one
    of this edition on the channel keeps it."""
    after = tuple_(Resident.area, Resident.number) > tuple_(campaign.chosen_area, campaign.chosen_number)
    page = (
        select(Resident.id, Resident.area, Resident.number, Resident.best_time)
        .where(condition, after)
        .order_by(Resident.area, Resident.number)
        .limit(size)
        .cte("page")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    chosen = _insert(campaign, page, starts).cte("chosen")
    last = select(page.c.area, page.c.number).order_by(page.c.area.desc(), page.c.number.desc()).limit(1).subquery()
    found = session.execute(
        select(select(func.count()).select_from(page).scalar_subquery(), last).add_cte(chosen)
    ).one_or_none()
    return Slice(*found) if found else Slice(0, "", "")


def _insert(campaign: Campaign, page: CTE, starts: Mapping[BestTime, datetime]) -> Any:
    channels = _usable_channels(page.c.id, campaign.channels, first_only=not campaign.every_channel)
    columns = ["campaign_id", "notice_id", "edition", "resident_id", "channel", "state", "due_at"]
    values = select(
        literal(campaign.id),
        literal(campaign.notice_id),
        literal(campaign.edition, SmallInteger),
        page.c.id,
        channels.c.channel,
        _starting_state(channels.c.channel),
        case((channels.c.channel == Channel.INBOX.value, literal(campaign.not_before)), else_=_start(page, starts)),
    ).select_from(page.join(channels, true()))
    made = postgresql.insert(Delivery).from_select(columns, values.order_by(page.c.area, page.c.number))
    return _or_renew(made) if campaign.only_unreached else made.on_conflict_do_nothing()


def _start(page: CTE, starts: Mapping[BestTime, datetime]) -> ColumnElement[datetime]:
    return case({best.value: literal(moment) for best, moment in starts.items()}, value=page.c.best_time)


def _or_renew(made: Any) -> Any:
    """A reminder takes over what ended in vain: nothing arrived, so nothing arrives twice. What is uncertain stays."""
    again = {name: made.excluded[name] for name in ("campaign_id", "state", "due_at")}
    fresh = {"round": Delivery.round + 1, "attempts": 0, "ref": None, "error": None, "bundle": None}
    vain = [state.value for state in IN_VAIN if state is not DeliveryState.UNCERTAIN]
    return made.on_conflict_do_update(
        index_elements=["notice_id", "edition", "resident_id", "channel"],
        set_=again | fresh | {"changed_at": func.now()},
        where=Delivery.state.in_([*vain, DeliveryState.CANCELLED]),
    )


def _usable_channels(resident: ColumnElement[Any], channels: list[str], *, first_only: bool) -> Any:
    """The channels of the list on which a resident can be reached, or only the first of them; for a lateral join."""
    listed = (
        func.unnest(cast(literal(channels, ARRAY(String)), ARRAY(String)))
        .table_valued("channel", with_ordinality="position", name="listed")
        .render_derived()
    )
    confirmed = (
        exists()
        .where(Contact.resident_id == resident, Contact.channel == listed.c.channel, Contact.state == "confirmed")
        .correlate_except(Contact)
    )
    usable = select(listed.c.channel).where(or_(listed.c.channel.in_(_WITHOUT_ADDRESS), confirmed))
    if first_only:
        usable = usable.order_by(listed.c.position).limit(1)
    return usable.lateral("usable")


def _starting_state(channel: ColumnElement[str]) -> ColumnElement[str]:
    """The inbox is the resident's own page, which shows what is addressed to them: nobody has to carry it there."""
    return case((channel == Channel.INBOX.value, DeliveryState.SENT.value), else_=DeliveryState.CREATED.value)


def _has_address(channels: list[str]) -> ColumnElement[bool]:
    return exists().where(
        Contact.resident_id == Resident.id, Contact.channel.in_(channels), Contact.state == "confirmed"
    )


def _reached(campaign: Campaign) -> ColumnElement[bool]:
    """Something of this edition has reached the resident already, is on its way or may have arrived. What lies unopened
    on their own page has not (`domain/delivery/states.reached`)."""
    states = [state.value for state in REACHED | OPEN | {DeliveryState.UNCERTAIN}]
    return exists().where(
        Delivery.resident_id == Resident.id,
        Delivery.notice_id == campaign.notice_id,
        Delivery.edition == campaign.edition,
        Delivery.state.in_(states),
        (Delivery.channel != Channel.INBOX) | (Delivery.state != DeliveryState.SENT),
    )
