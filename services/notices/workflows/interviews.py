"""Interviews (R84): a sample drawn from the register, interviewers with a link each, and what they send, whenever their
device finds a network.

A device may send the same twice, and photos before the visit that they belong to: ids are the device's, and what is
there already is left as it is.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.notices.domain.participation import Affair
from services.notices.domain.pictures import without_traces
from services.notices.domain.surveys.answers import check_answers, photos_of, score, shortfalls
from services.notices.domain.surveys.photos import recognise
from services.notices.domain.surveys.sampling import Outcome, Stratum, check_strata, drawn
from services.notices.domain.surveys.states import Audience, SurveyState, check_sent
from services.notices.domain.surveys.visits import MOST_PHOTOS, check_interviewer, check_visit
from services.notices.store import interviews, surveys
from services.notices.store.audiences import is_of_kind, living_in
from services.notices.store.database import unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import (
    Interview,
    Interviewer,
    Resident,
    SampledResident,
    Survey,
    SurveyAnswer,
    SurveyPhoto,
    SurveySample,
)
from services.notices.workflows.promises import NewPromise, add_promise
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id

_SEED_BYTES = 16
_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class NewVisit:
    """`stratum` and `place` say who of the sample was visited; an inspection of a place has none."""

    id: UUID
    outcome: Outcome
    consent: bool
    visited_at: datetime
    answers: Mapping[str, Any]
    notes: str | None = None
    stratum: str | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class NewPhoto:
    id: UUID
    interview_id: UUID
    visit: bool
    content: bytes


def add_interviewer(actor: Actor, survey_id: UUID, *, name: str) -> Interviewer:
    with unit_of_work(actor) as uow:
        found = _of_interviewers(uow, actor, survey_id)
        made = Interviewer(id=new_id(), survey_id=found.id, area=found.area, name=name)
        uow.session.add(made)
        uow.session.flush()
        uow.session.refresh(made)
        uow.record("add_interviewer", subject=f"surveys/{found.id}", area=found.area, after={"name": name})
        return made


def end_interviewer(actor: Actor, interviewer_id: UUID) -> Interviewer:
    """From now on their link takes only what was done before."""
    with unit_of_work(actor) as uow:
        found = interviews.interviewer(uow.session, actor, interviewer_id)
        found.ended_at = found.ended_at or clock.now()
        uow.record("end_interviewer", subject=f"interviewers/{found.id}", area=found.area)
        return found


def draw_sample(actor: Actor, survey_id: UUID, strata: Sequence[Stratum], *, seed: str | None = None) -> SurveySample:
    """Once for a survey: a second draw could be repeated until it pleases. A `seed` may be given that was drawn in
    public."""
    check_strata(strata)
    with unit_of_work(actor) as uow:
        found = _of_interviewers(uow, actor, survey_id)
        if uow.session.get(SurveySample, found.id) is not None:
            raise Conflict("sample_drawn", "样本已经抽取，不能重抽。")
        made = SurveySample(
            survey_id=found.id,
            area=found.area,
            strata=[{"kind": each.kind, "wanted": each.wanted} for each in strata],
            seed=seed or secrets.token_hex(_SEED_BYTES),
            residents=0,
            drawn_by=actor.subject,
            drawn_at=clock.now(),
        )
        uow.session.add(made)
        uow.session.flush()
        _draw(uow, made, strata)
        after = {"strata": made.strata, "seed": made.seed, "residents": made.residents}
        uow.record("draw_sample", subject=f"surveys/{found.id}", area=found.area, after=after)
        return made


def keep_photo(key: str, command: NewPhoto) -> None:
    """Raises Conflict past the number of photos that a visit can have."""
    kind, content = recognise(command.content), without_traces(command.content)
    digest = hashlib.sha256(content).hexdigest()
    with unit_of_work(_system()) as uow:
        who = interviews.by_key(uow.session, key, lock=True)
        if uow.session.get(SurveyPhoto, command.id) is not None:
            return
        there = select(func.count()).select_from(SurveyPhoto).where(SurveyPhoto.interview_id == command.interview_id)
        if (uow.session.scalar(there) or 0) >= MOST_PHOTOS:
            raise Conflict("photos_too_many", "一次访问最多{most}张照片。", most=MOST_PHOTOS)
        uow.session.add(
            SurveyPhoto(
                id=command.id,
                survey_id=who.survey_id,
                area=who.area,
                interviewer_id=who.id,
                interview_id=command.interview_id,
                visit=command.visit,
                kind=kind,
                sha256=digest,
                content=content,
            )
        )
        uow.record("keep_photo", subject=f"interviews/{command.interview_id}", area=who.area, after={"sha256": digest})


def keep_visit(key: str, command: NewVisit) -> bool:
    """False when it was there already. Raises Invalid, Conflict."""
    now = clock.now()
    with unit_of_work(_system()) as uow:
        who = interviews.by_key(uow.session, key, lock=True)
        if (there := uow.session.get(Interview, command.id)) is not None:
            if there.interviewer_id != who.id:
                raise Conflict("visit_id_taken", "这条访问记录的编号已被占用。")
            return False
        found = surveys.answered(uow.session, who.survey_id)
        check_interviewer(who.ended_at, visited_at=command.visited_at)
        late = check_sent(SurveyState(found.state), answered_at=command.visited_at, closed_at=found.closed_at, now=now)
        asks_consent = found.responsible is None
        check_visit(
            command.outcome,
            consent=command.consent,
            asks_consent=asks_consent,
            visited_at=command.visited_at,
            now=now,
        )
        sampled = _sampled(uow, found, command)
        _add_visit(uow, who, command, consent=command.consent or not asks_consent)
        if command.outcome is Outcome.MET:
            _add_answers(uow, found, command, sampled, counted=not late and not _met(sampled))
        if sampled is not None and not _met(sampled):
            sampled.outcome = command.outcome
        return True


def _of_interviewers(uow: UnitOfWork, actor: Actor, survey_id: UUID) -> Survey:
    found = surveys.survey(uow.session, actor, survey_id, lock=True)
    if found.audience != Audience.INTERVIEWERS:
        raise Conflict("survey_without_interviewers", "这份问卷不由访问员填写。")
    if found.state in {SurveyState.CLOSED, SurveyState.WITHDRAWN}:
        raise Conflict("survey_over", "问卷“{state_name}”，不能再安排访问。", state_name=SurveyState(found.state).zh)
    return found


def _draw(uow: UnitOfWork, sample: SurveySample, strata: Sequence[Stratum]) -> None:
    living = living_in(sample.area)
    sample.residents = uow.session.scalar(select(func.count()).select_from(Resident).where(living)) or 0
    taken: set[UUID] = set()
    for stratum in strata:
        of_kind = select(Resident.id).where(living, is_of_kind([stratum.kind], clock.today()))
        residents = uow.session.scalars(of_kind.execution_options(yield_per=_AT_A_TIME))
        own = drawn(residents, seed=sample.seed, wanted=stratum.wanted, taken=taken)
        taken.update(own)
        uow.session.add_all(
            SampledResident(survey_id=sample.survey_id, stratum=stratum.kind, place=place, resident_id=resident)
            for place, resident in enumerate(own, start=1)
        )


def _sampled(uow: UnitOfWork, found: Survey, command: NewVisit) -> SampledResident | None:
    """Who was visited; None for a survey without a sample. Raises Invalid for somebody who was not drawn."""
    if uow.session.get(SurveySample, found.id) is None:
        return None
    place = (found.id, command.stratum or "", command.place or 0)
    sampled = uow.session.get(SampledResident, place, with_for_update=True)
    if sampled is None:
        fault = FieldError("place", "not_drawn", "样本里没有这个人。")
        raise Invalid("visit_invalid", "访问记录有误，请按提示修改。", fields=[fault])
    return sampled


def _met(sampled: SampledResident | None) -> bool:
    return sampled is not None and sampled.outcome == Outcome.MET


def _add_visit(uow: UnitOfWork, who: Interviewer, command: NewVisit, *, consent: bool) -> None:
    keeps = command.outcome is not Outcome.REFUSED
    uow.session.add(
        Interview(
            id=command.id,
            survey_id=who.survey_id,
            area=who.area,
            interviewer_id=who.id,
            stratum=command.stratum,
            place=command.place,
            outcome=command.outcome,
            consent=consent,
            notes=command.notes if keeps else None,
            visited_at=command.visited_at,
        )
    )
    after = {"outcome": command.outcome, "consent": consent}
    uow.record("keep_visit", subject=f"interviews/{command.id}", area=who.area, after=after)


def _add_answers(
    uow: UnitOfWork, found: Survey, command: NewVisit, sampled: SampledResident | None, *, counted: bool
) -> None:
    questions = surveys.questions_of(found)
    answers = check_answers(questions, command.answers)
    _check_photos(uow, command.id, photos_of(questions, answers))
    visited_on = clock.civil_date(command.visited_at)
    resident = uow.session.get_one(Resident, sampled.resident_id) if sampled else None
    uow.session.add(
        SurveyAnswer(
            id=command.id,
            survey_id=found.id,
            area=found.area,
            answers=answers,
            kinds=surveys.kinds_of(resident, visited_on) if resident else [],
            score=score(questions, answers),
            counted=counted,
            on=visited_on,
        )
    )
    if resident:
        record_participation(
            uow, area=resident.area, resident_id=resident.id, affair=Affair.INTERVIEW, affair_id=found.id
        )
    for each in shortfalls(questions, answers, found_on=visited_on):
        task = NewPromise(each.task, found.responsible or "", promised_on=visited_on, due_on=each.due_on)
        add_promise(uow, area=found.area, command=task, origin=f"interviews/{command.id}")


def _check_photos(uow: UnitOfWork, interview_id: UUID, named: set[str]) -> None:
    """Raises Conflict for photos that have not come yet: the device sends them first."""
    query = select(SurveyPhoto.id).where(SurveyPhoto.interview_id == interview_id)
    if missing := named - {str(each) for each in uow.session.scalars(query)}:
        raise Conflict("photos_missing", "有{count}张照片还没有收到。", count=len(missing))


def _system() -> Actor:
    return Actor.system("notices")
