"""People sign up, withdraw, check in, and say what they thought."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from services.notices.domain.activities.activity import (
    ActivityState,
    CameBy,
    SignUpState,
    check_check_in_open,
    check_feedback_open,
    check_sign_up_open,
    must_be_planned,
    must_have_opened,
    place_or_waiting,
)
from services.notices.domain.contact import Contact
from services.notices.domain.participation import Affair
from services.notices.domain.receipts import new_receipt
from services.notices.store import activities
from services.notices.store.database import unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import Activity, ActivityFeedback, Resident, SignUp
from services.notices.workflows.activities.places import fill_places
from shared import clock
from shared.auth.actor import Actor
from shared.check_in_codes import CONFIRM_MINUTES, check_code
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id

PUBLIC = Actor(subject="public", area=None)


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs up. A resident who is known needs to say no more; `name` and `contact` tell others apart."""

    name: str
    contact: Contact | None = None
    resident_id: UUID | None = None
    language: str = "zh"

    @property
    def who(self) -> str:
        if self.resident_id:
            return f"residents/{self.resident_id}"
        return f"{self.name}|{self.contact.address if self.contact else ''}"


def sign_up(actor: Actor, activity_id: UUID, person: Person) -> SignUp:
    """A place, or one in the queue. Raises Conflict for who signed up already."""
    with unit_of_work(actor) as uow:
        _must_be_known(uow, actor, person)
        found = _locked(uow, actor, activity_id)
        published = activities.is_published(uow.session, found)
        check_sign_up_open(ActivityState(found.state), found.sign_up_until, published=published, now=clock.now())
        if activities.known(uow.session, found.id, person.who):
            raise Conflict("signed_up_already", "{name}已经报名，不用再报。", name=person.name)
        state = place_or_waiting(activities.taken(uow.session, found.id), found.capacity)
        return _add(uow, found, person, state)


def withdraw(code: str) -> SignUp:
    """By the person's own receipt; the first who waits moves up. Withdrawing again changes nothing."""
    with unit_of_work(PUBLIC) as uow:
        activity_id = activities.by_code(uow.session, code).activity_id
        found = activities.public_activity(uow.session, activity_id, lock=True)
        given_up = activities.by_code(uow.session, code, lock=True)
        if given_up.state == SignUpState.WITHDRAWN:
            return given_up
        _must_not_have_come(given_up)
        given_up.state = SignUpState.WITHDRAWN
        uow.record("withdraw_sign_up", subject=f"sign-ups/{given_up.id}", area=found.area)
        uow.session.flush()
        if found.starts_at > clock.now():
            fill_places(uow, found)
        return given_up


def check_in(activity_id: UUID, code: str, *, receipt: str | None = None, resident_id: UUID | None = None) -> SignUp:
    """By the hall's code and one's own receipt, or as the resident whose phone this is. Again changes nothing."""
    with unit_of_work(PUBLIC) as uow:
        found = activities.public_activity(uow.session, activity_id, lock=True)
        check_code(code, found.check_in_key, found.id, now=clock.now(), minutes=CONFIRM_MINUTES)
        must_be_planned(ActivityState(found.state))
        check_check_in_open(found.starts_at, found.ends_at, now=clock.now())
        signed = _own(uow, found, receipt, resident_id)
        if signed.state != SignUpState.PLACE:
            raise Conflict(
                "no_place", "您还没有名额（{state_name}），请找工作人员。", state_name=SignUpState(signed.state).zh
            )
        _came(uow, found, signed, CameBy.CODE)
        return signed


def walk_in(activity_id: UUID, code: str, person: Person) -> SignUp:
    """Who comes without having signed up is let in while there is room."""
    with unit_of_work(PUBLIC) as uow:
        found = activities.public_activity(uow.session, activity_id, lock=True)
        check_code(code, found.check_in_key, found.id, now=clock.now(), minutes=CONFIRM_MINUTES)
        return _let_in(uow, found, person, CameBy.CODE)


def check_in_by_list(actor: Actor, activity_id: UUID, sign_up_id: UUID) -> SignUp:
    """By staff, for who has no phone; also afterwards. Who waited gets the place of who did not come."""
    with unit_of_work(actor) as uow:
        found = activities.activity(uow.session, actor, activity_id, lock=True)
        must_be_planned(ActivityState(found.state))
        must_have_opened(found.starts_at, now=clock.now())
        signed = activities.sign_up(uow.session, found.id, sign_up_id)
        if signed.state == SignUpState.WITHDRAWN:
            raise Conflict("signed_up_no_more", "这个人已经退出报名。")
        signed.state = SignUpState.PLACE
        _came(uow, found, signed, CameBy.LIST)
        return signed


def give_feedback(code: str, *, rating: int, comment: str | None) -> None:
    """Once for each who came. That they answered is kept with their sign-up, what they said by itself: nobody can put
    the two together again, and the audit trail says neither."""
    with unit_of_work(Actor.system("notices")) as uow:
        signed = activities.by_code(uow.session, code, lock=True)
        found = activities.public_activity(uow.session, signed.activity_id)
        if signed.came_at is None:
            raise Conflict("not_there", "没有您的签到记录，不能评价。")
        check_feedback_open(found.ends_at, now=clock.now())
        if signed.gave_feedback:
            raise Conflict("feedback_given", "您已经评价过，谢谢。")
        signed.gave_feedback = True
        uow.session.add(
            ActivityFeedback(id=uuid4(), activity_id=found.id, area=found.area, rating=rating, comment=comment)
        )


def _locked(uow: UnitOfWork, actor: Actor, activity_id: UUID) -> Activity:
    if actor == PUBLIC:
        return activities.public_activity(uow.session, activity_id, lock=True)
    return activities.activity(uow.session, actor, activity_id, lock=True)


def _must_be_known(uow: UnitOfWork, actor: Actor, person: Person) -> None:
    """Raises Invalid for a resident whom the clerk does not reach."""
    resident = uow.session.get(Resident, person.resident_id) if person.resident_id else None
    if person.resident_id and (resident is None or not actor.reaches(resident.area)):
        fault = FieldError("resident_id", "resident_unknown", "没有找到这位居民。")
        raise Invalid("resident_unknown", "没有找到这位居民。", fields=[fault])


def _own(uow: UnitOfWork, found: Activity, receipt: str | None, resident_id: UUID | None) -> SignUp:
    """Raises Conflict for who has not signed up, or for another activity."""
    known = activities.known(uow.session, found.id, f"residents/{resident_id}") if resident_id else None
    if receipt:
        known = activities.by_code(uow.session, receipt, lock=True)
    if known is None or known.activity_id != found.id:
        raise Conflict("not_signed_up", "您没有报名这个活动。")
    return known


def _let_in(uow: UnitOfWork, found: Activity, person: Person, by: CameBy) -> SignUp:
    must_be_planned(ActivityState(found.state))
    check_check_in_open(found.starts_at, found.ends_at, now=clock.now())
    signed = activities.known(uow.session, found.id, person.who)
    if signed is None:
        if place_or_waiting(activities.taken(uow.session, found.id), found.capacity) is SignUpState.WAITING:
            raise Conflict("activity_full", "名额已满，请找工作人员。")
        signed = _add(uow, found, person, SignUpState.PLACE)
        uow.session.flush()
    _came(uow, found, signed, by)
    return signed


def _add(uow: UnitOfWork, found: Activity, person: Person, state: SignUpState) -> SignUp:
    made = SignUp(
        id=new_id(),
        activity_id=found.id,
        area=found.area,
        resident_id=person.resident_id,
        who=person.who,
        name=person.name,
        channel=person.contact.channel if person.contact else None,
        address=person.contact.address if person.contact else None,
        language=person.language,
        code=new_receipt(),
        state=state,
        signed_at=clock.now(),
    )
    uow.session.add(made)
    uow.record("sign_up", subject=f"sign-ups/{made.id}", area=found.area, after={"state": state})
    return made


def _came(uow: UnitOfWork, found: Activity, signed: SignUp, by: CameBy) -> None:
    """Taking part is coming, not signing up."""
    if signed.came_at is not None:
        return
    signed.came_at, signed.came_by = clock.now(), by
    record_participation(
        uow, area=found.area, resident_id=signed.resident_id, affair=Affair.ACTIVITY, affair_id=found.id
    )
    uow.record("check_in", subject=f"sign-ups/{signed.id}", area=found.area, after={"by": by})


def _must_not_have_come(signed: SignUp) -> None:
    if signed.came_at is not None:
        raise Conflict("came_already", "已经签到，不能再退出。")
