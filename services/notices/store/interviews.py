"""Loading interviewers, the sample that they work through, and what they have sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from services.notices.domain.surveys.sampling import Coverage, Outcome, Place, Stratum, coverage, to_see
from services.notices.store.tables import Interview, Interviewer, Resident, SampledResident, SurveyPhoto, SurveySample
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody whose turn it is."""

    stratum: str
    place: int
    name: str
    door: str
    again: bool


def by_key(session: Session, key: str, *, lock: bool = False) -> Interviewer:
    """Raises NotFound. Locked, one device's messages are taken one after the other."""
    query = select(Interviewer).where(Interviewer.key == key)
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("interviewer_unknown", "这个链接已失效，请与居委会联系。")
    return found


def interviewer(session: Session, actor: Actor, interviewer_id: UUID) -> Interviewer:
    """Raises NotFound."""
    query = select(Interviewer).where(Interviewer.id == interviewer_id, within(Interviewer.area, actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound("interviewer_unknown", "没有找到这位访问员。")
    return found


def strata_of(sample: SurveySample) -> list[Stratum]:
    return [Stratum(each["kind"], each["wanted"]) for each in sample.strata]


def is_sampled(session: Session, survey_id: UUID) -> bool:
    return session.get(SurveySample, survey_id) is not None


def coverage_of(session: Session, sample: SurveySample) -> list[Coverage]:
    """How far each stratum is."""
    outcomes: dict[str, Counter[Outcome | None]] = {}
    query = select(SampledResident.stratum, SampledResident.outcome, func.count())
    grouped = query.where(SampledResident.survey_id == sample.survey_id)
    for stratum, outcome, count in session.execute(grouped.group_by(SampledResident.stratum, SampledResident.outcome)):
        outcomes.setdefault(stratum, Counter())[Outcome(outcome) if outcome else None] = count
    return [coverage(stratum, outcomes.get(stratum.kind, {})) for stratum in strata_of(sample)]


def to_visit(session: Session, survey_id: UUID) -> list[Visit]:
    """Those whose turn it is, stratum by stratum."""
    sample = session.get(SurveySample, survey_id)
    if sample is None:
        return []
    query = select(SampledResident, Resident).join(Resident, Resident.id == SampledResident.resident_id)
    ordered = query.where(SampledResident.survey_id == survey_id).order_by(SampledResident.place)
    rows = [(row[0], row[1]) for row in session.execute(ordered)]
    return [visit for stratum in strata_of(sample) for visit in _turn(stratum, rows)]


def photos(session: Session, interview_ids: Sequence[UUID]) -> dict[UUID, list[SurveyPhoto]]:
    """By interview, without their bytes."""
    found: dict[UUID, list[SurveyPhoto]] = {}
    query = select(SurveyPhoto).where(SurveyPhoto.interview_id.in_(interview_ids)).order_by(SurveyPhoto.at)
    for photo in session.scalars(query):
        found.setdefault(photo.interview_id, []).append(photo)
    return found


def photo(session: Session, actor: Actor, photo_id: UUID) -> SurveyPhoto:
    """With its bytes. Raises NotFound."""
    query = select(SurveyPhoto).where(SurveyPhoto.id == photo_id, within(SurveyPhoto.area, actor))
    found = session.scalar(query.options(undefer(SurveyPhoto.content)))
    if found is None:
        raise NotFound("photo_not_found", "没有找到这张照片。")
    return found


def count_by(session: Session, interviewer_id: UUID) -> int:
    """Visits that an interviewer has sent."""
    query = select(func.count()).select_from(Interview).where(Interview.interviewer_id == interviewer_id)
    return session.scalar(query) or 0


def _turn(stratum: Stratum, rows: Sequence[tuple[SampledResident, Resident]]) -> list[Visit]:
    own = {sampled.place: (sampled, resident) for sampled, resident in rows if sampled.stratum == stratum.kind}
    places = [Place(place, Outcome(s.outcome) if s.outcome else None) for place, (s, _) in own.items()]
    return [_visit(*own[each.place]) for each in to_see(places, stratum.wanted)]


def _visit(sampled: SampledResident, resident: Resident) -> Visit:
    door = " ".join(filter(None, (resident.building, resident.door)))
    return Visit(sampled.stratum, sampled.place, resident.name, door, again=sampled.outcome is not None)
