"""Suggestions are looked through, handed on, answered in public or dismissed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.notices.domain.participation import Affair
from services.notices.domain.suggestions.privacy import personal_data
from services.notices.domain.suggestions.rules import must_be_checked, must_be_waiting
from services.notices.domain.suggestions.words import Publication, SuggestionKind, SuggestionState, Topic
from services.notices.store import suggestions
from services.notices.store.database import unit_of_work
from services.notices.store.participations import take_participation_back
from services.notices.store.rules import suggestion_rules
from services.notices.store.tables import Suggestion
from services.notices.workflows.telling import Told, tell
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.web.etags import Expected, must_match


def make_public(actor: Actor, suggestion_id: UUID, *, title: str, text: str, version: Expected) -> Suggestion:
    """With the text as everybody may read it. Raises Invalid while a telephone number and the like are in it; names
    cannot be found by a rule, so the clerk's own eye is asked for them."""
    _must_be_free_of_personal_data(title=title, text=text)
    with unit_of_work(actor) as uow:
        found = _waiting_or_answered(uow, actor, suggestion_id, version)
        _answers_must_be_free_of_personal_data(found)
        found.publication, found.private_reason = Publication.PUBLIC, None
        found.public_title, found.public_text, found.checked_by = title, text, actor.subject
        _record(uow, found, "make_suggestion_public", after={"title": title, "text": text})
        return found


def keep_private(actor: Actor, suggestion_id: UUID, *, reason: str, version: Expected) -> Suggestion:
    """The asker alone reads the answer, and why the public does not."""
    with unit_of_work(actor) as uow:
        found = _waiting_or_answered(uow, actor, suggestion_id, version)
        found.publication, found.private_reason, found.checked_by = Publication.PRIVATE, reason, actor.subject
        found.public_title = found.public_text = None
        _record(uow, found, "keep_suggestion_private", after={"reason": reason})
        return found


def hand_on(
    actor: Actor, suggestion_id: UUID, *, kind: SuggestionKind, topic: Topic, answerer: str | None, version: Expected
) -> Suggestion:
    """To who answers for what it is really about. The day by which it is answered stays: the asker was told it."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, suggestion_id, version)
        rules = suggestion_rules()
        found.kind, found.topic = kind, topic
        found.handler_area = rules.handler_area(found.area, kind, topic)
        named = suggestions.answerer(uow.session, found.handler_area, topic)
        found.answerer = answerer or (named.name if named else rules.answerer)
        _record(uow, found, "hand_suggestion_on", after={"topic": topic, "answerer": found.answerer})
        return found


def dismiss(actor: Actor, suggestion_id: UUID, *, reason: str, version: Expected) -> Suggestion:
    """What is no suggestion at all. The asker reads the reason by their receipt; the figures count it."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, suggestion_id, version)
        found.state, found.private_reason, found.checked_by = SuggestionState.DISMISSED, reason, actor.subject
        take_participation_back(uow, Affair.SUGGESTION, found.id)
        _record(uow, found, "dismiss_suggestion", after={"reason": reason})
        return found


def answer(actor: Actor, suggestion_id: UUID, *, answer: str, answer_en: str | None, version: Expected) -> Suggestion:
    """Public with its question where that is. Raises Conflict before anybody decided whether it is."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, suggestion_id, version)
        must_be_checked(Publication(found.publication))
        if found.publication == Publication.PUBLIC:
            _must_be_free_of_personal_data(answer=answer, answer_en=answer_en or "")
        current = suggestions.open_round(uow.session, found.id)
        current.answer, current.answer_en, current.answered_by = answer, answer_en, actor.subject
        current.answered_at, current.answered_late = clock.now(), clock.today() > current.due_on
        found.state, found.answered_at = SuggestionState.ANSWERED, current.answered_at
        found.answers, found.answers_en = _also(found.answers, answer), _also(found.answers_en, answer_en)
        facts = {
            "suggestion_id": found.id,
            "kind": found.kind,
            "topic": found.topic,
            "round": current.number,
            "asked_at": current.asked_at,
            "due_on": current.due_on,
            "late": current.answered_late,
            "public": found.publication == Publication.PUBLIC,
        }
        uow.emit("notices.suggestion_answered.v1", subject=f"suggestions/{found.id}", area=found.area, data=facts)
        whom = Told(found.area, found.channel, found.address, found.language, f"/suggestions/{found.code}")
        tell(uow, whom, "您的来信有答复了", "请打开链接查看答复；不满意的可以评价和追问。")
        _record(uow, found, "answer_suggestion", after={"answer": answer, "answer_en": answer_en})
        return found


def _open(uow: UnitOfWork, actor: Actor, suggestion_id: UUID, version: Expected) -> Suggestion:
    found = suggestions.suggestion(uow.session, actor, suggestion_id, lock=True)
    must_match(found.version, version)
    must_be_waiting(SuggestionState(found.state))
    return found


def _waiting_or_answered(uow: UnitOfWork, actor: Actor, suggestion_id: UUID, version: Expected) -> Suggestion:
    """What was public by mistake can be taken back after the answer, too."""
    found = suggestions.suggestion(uow.session, actor, suggestion_id, lock=True)
    must_match(found.version, version)
    if found.state == SuggestionState.DISMISSED:
        must_be_waiting(SuggestionState(found.state))
    return found


def _also(earlier: str | None, answer: str | None) -> str | None:
    return "\n\n".join(filter(None, (earlier, answer))) or None


def _must_be_free_of_personal_data(**texts: str) -> None:
    message = "里面有个人信息（{kinds}），公开前请删去。"
    faults = [
        FieldError(name, "personal_data", message, {"kinds": kinds})
        for name, text in texts.items()
        if (kinds := personal_data(text))
    ]
    if faults:
        raise Invalid("personal_data", "公开的内容里不能有个人信息，请按提示修改。", fields=faults)


def _answers_must_be_free_of_personal_data(found: Suggestion) -> None:
    """They become public with the question, and were written when only the asker was to read them."""
    if kinds := personal_data(f"{found.answers or ''} {found.answers_en or ''}"):
        raise Conflict("answer_is_personal", "已作的答复里有个人信息（{kinds}），这封来信只能不公开。", kinds=kinds)


def _record(uow: UnitOfWork, found: Suggestion, action: str, *, after: dict[str, Any]) -> None:
    found.version += 1
    uow.record(action, subject=f"suggestions/{found.id}", area=found.area, after=after)
