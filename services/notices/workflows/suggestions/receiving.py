"""A suggestion arrives: by a form of the website, from a resident's own page, by a mailbox's code, or on paper."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from uuid import UUID

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.participation import Affair
from services.notices.domain.pictures import without_traces
from services.notices.domain.public_forms import key_of
from services.notices.domain.receipts import new_receipt
from services.notices.domain.scans import recognise
from services.notices.domain.suggestions.words import Publication, SuggestionKind, SuggestionState, Topic, Way
from services.notices.store import areas, suggestions
from services.notices.store.database import unit_of_work
from services.notices.store.once import wait_for_twin
from services.notices.store.participations import record_participation
from services.notices.store.rules import suggestion_rules, working_days
from services.notices.store.tables import Suggestion, SuggestionRound, SuggestionScan
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.messages import translate


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody asks. `once` is of the page that it was sent from: a second click is no second suggestion."""

    area: str
    kind: SuggestionKind
    topic: Topic
    way: Way
    text: str
    place: str | None = None
    name: str | None = None
    channel: Channel | None = None
    address: str | None = None
    resident_id: UUID | None = None
    mailbox_id: UUID | None = None
    once: UUID | None = None
    language: str = "zh"
    queried_by: str | None = None

    @property
    def key(self) -> UUID | None:
        return key_of(self.once, asdict(self))


def receive(actor: Actor, letter: Letter) -> Suggestion:
    """The same again for what was sent from the same page before. Whoever it came from does not stand in the audit
    trail: the public sends as `public`, a clerk as the one who typed it."""
    actor.must_reach(letter.area)
    with unit_of_work(actor) as uow:
        areas.area(uow.session, letter.area)
        wait_for_twin(uow.session, letter.key)
        if known := suggestions.by_once(uow.session, letter.key):
            return known
        made = _made(uow, letter)
        uow.session.flush()
        uow.session.add(_first_round(made))
        record_participation(
            uow, area=made.area, resident_id=made.resident_id, affair=Affair.SUGGESTION, affair_id=made.id
        )
        uow.record("receive_suggestion", subject=f"suggestions/{made.id}", area=made.area, after={"text": made.text})
        _tell(uow, made)
        return made


def put_query(actor: Actor, *, area: str, topic: Topic, text: str) -> Suggestion:
    """The supervisory committee asks the residents' committee (Art 36): answered by its day like any question, and told
    to the office above when that is missed."""
    asker = translate("居务监督委员会", "zh")
    letter = Letter(
        area=area,
        kind=SuggestionKind.QUESTION,
        topic=topic,
        way=Way.WEB,
        text=text,
        name=asker,
        queried_by=actor.subject,
    )
    return receive(actor, letter)


def keep_scan(actor: Actor, suggestion_id: UUID, content: bytes) -> None:
    """Of the sheet that it was typed from; a second one takes the first one's place. Raises UnsupportedFile."""
    kind, content = recognise(content), without_traces(content)
    with unit_of_work(actor) as uow:
        found = suggestions.suggestion(uow.session, actor, suggestion_id, lock=True)
        sha256 = hashlib.sha256(content).hexdigest()
        uow.session.merge(SuggestionScan(suggestion_id=found.id, kind=kind, sha256=sha256, content=content))
        uow.record("keep_scan", subject=f"suggestions/{found.id}", area=found.area, after={"sha256": sha256})


def _made(uow: UnitOfWork, letter: Letter) -> Suggestion:
    rules, new = suggestion_rules(), new_id()
    handler_area = rules.handler_area(letter.area, letter.kind, letter.topic)
    answerer = suggestions.answerer(uow.session, handler_area, letter.topic)
    days = answerer.working_days if answerer else None
    due_on = rules.due_on(letter.kind, clock.today(), working_days(), days=days)
    made = Suggestion(
        id=new,
        area=letter.area,
        handler_area=handler_area,
        code=new_receipt(),
        once=letter.key,
        kind=letter.kind,
        topic=letter.topic,
        way=letter.way,
        mailbox_id=letter.mailbox_id,
        resident_id=letter.resident_id,
        name=letter.name,
        channel=letter.channel,
        address=letter.address,
        language=letter.language,
        text=letter.text,
        place=letter.place,
        state=SuggestionState.WAITING,
        answerer=answerer.name if answerer else rules.answerer,
        due_on=due_on,
        due_order=f"{due_on.isoformat()} {new}",
        publication=Publication.UNCHECKED,
        queried_by=letter.queried_by,
        received_at=clock.now(),
    )
    uow.session.add(made)
    return made


def _first_round(made: Suggestion) -> SuggestionRound:
    return SuggestionRound(suggestion_id=made.id, number=1, asked_at=made.received_at, due_on=made.due_on)


def _tell(uow: UnitOfWork, made: Suggestion) -> None:
    facts = {
        "suggestion_id": made.id,
        "kind": made.kind,
        "topic": made.topic,
        "way": made.way,
        "handler_area": made.handler_area,
        "due_on": made.due_on,
    }
    uow.emit("notices.suggestion_received.v1", subject=f"suggestions/{made.id}", area=made.area, data=facts)
