"""Who hears what: the whole reactive behaviour of Shequ on one screen."""

from __future__ import annotations

SERVICES = ("elections", "training", "notices")

ROUTES: dict[str, tuple[str, ...]] = {
    "elections.area_registered.v1": ("training", "notices"),
    "elections.election_announced.v1": ("training", "notices"),
    "elections.roll_published.v1": ("notices",),
    "elections.candidates_published.v1": ("notices",),
    "elections.result_certified.v1": ("training", "notices"),
    "elections.timetable_changed.v1": ("training", "notices"),
    "elections.deadline_approached.v1": (),
    "elections.deadline_missed.v1": ("notices",),
    "elections.committee_formed.v1": ("notices",),
    "elections.objection_decided.v1": ("notices",),
    "elections.candidate_withdrawn.v1": ("notices",),
    "elections.proxies_published.v1": ("notices",),
    "elections.polls_opened.v1": ("notices",),
    "elections.exception_granted.v1": ("notices",),
    "elections.election_cancelled.v1": ("training", "notices"),
    "elections.another_ballot_called.v1": ("notices",),
    "elections.post_ended.v1": ("training", "notices"),
    "elections.result_voided.v1": ("training", "notices"),
    "elections.handover_completed.v1": ("notices",),
    "elections.recall_called.v1": ("notices",),
    "elections.recall_decided.v1": ("notices",),
    "elections.meeting_called.v1": ("notices",),
    "elections.meeting_decided.v1": ("notices",),
    "elections.appraisal_published.v1": ("training", "notices"),
    "elections.notice_requested.v1": ("notices",),
    "training.notice_requested.v1": ("notices",),
    "training.plan_published.v1": (),
    "training.session_scheduled.v1": (),
    "training.session_changed.v1": (),
    "training.session_cancelled.v1": ("notices",),
    "training.cadres_enrolled.v1": ("notices",),
    "training.place_given.v1": (),
    "training.certificate_given.v1": (),
    "training.renewal_reminded.v1": (),
    "training.shortfall_found.v1": (),
    "training.audit_published.v1": ("elections", "notices"),
    "training.audit_missed.v1": (),
    "training.rectification_missed.v1": (),
    "training.structure_broken.v1": (),
    "training.structure_mended.v1": (),
    "training.post_vacated.v1": (),
    "training.reserve_readied.v1": (),
    "training.award_publicised.v1": ("notices",),
    "training.award_granted.v1": ("notices",),
    "training.grievance_deadline_missed.v1": (),
    "training.joint_meeting_missed.v1": (),
    "notices.notice_published.v1": ("elections", "training"),
    "notices.notice_amended.v1": (),
    "notices.approval_missed.v1": (),
    "notices.activity_announced.v1": (),
    "notices.sign_up_shortfall_found.v1": (),
    "notices.suggestion_received.v1": (),
    "notices.suggestion_answered.v1": (),
    "notices.suggestion_missed.v1": (),
    "notices.issue_published.v1": (),
    "notices.promise_missed.v1": (),
    "notices.campaign_started.v1": (),
    "notices.campaign_finished.v1": (),
    "notices.disclosure_due.v1": (),
    "notices.disclosure_overdue.v1": (),
    "notices.disclosure_complaint_missed.v1": (),
    "notices.coverage_short.v1": (),
    "notices.consultation_outcome_missed.v1": (),
    "notices.proposal_answer_missed.v1": (),
}


def source_of(event_type: str) -> str:
    return event_type.split(".", 1)[0]


def subscribers_of(source: str) -> tuple[str, ...]:
    """The services that hear any event of `source`, in the order of SERVICES."""
    heard = {name for event_type, names in ROUTES.items() if source_of(event_type) == source for name in names}
    return tuple(name for name in SERVICES if name in heard)


def sources_of(subscriber: str) -> tuple[str, ...]:
    return tuple(source for source in SERVICES if subscriber in subscribers_of(source))


def types_heard(subscriber: str, source: str) -> frozenset[str]:
    return frozenset(kind for kind, names in ROUTES.items() if subscriber in names and source_of(kind) == source)
