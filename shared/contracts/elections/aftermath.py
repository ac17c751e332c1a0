"""What follows an election, and the other votes: another ballot, the end of a post, recalls, meetings, appraisals,
voiding."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract, count, post
from shared.contracts.elections.ballots import ContestShown, Finding
from shared.contracts.elections.procedure import AboutElection

END_REASONS = ("recalled", "resigned", "incapacity", "sentenced", "appraisal", "void", "died")
GRADES = ("good", "competent", "basically_competent", "incompetent")
MEETINGS = ("residents", "representatives")


class AnotherBallotCalled(AboutElection):
    """`election_id` is the new ballot's, `parent_election_id` that of the one which left seats empty or equal votes."""

    parent_election_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(("another_ballot", "revote")))
    contests = fields.List(fields.Nested(ContestShown), required=True)


class PostEnded(Contract):
    """A member of the committee left before the term's end (Art 20, 21, 22, 23, 37)."""

    election_id = fields.UUID(required=True, metadata={"description": "the one by which the post was held"})
    post = post()
    name = fields.String(required=True)
    birth_date = fields.Date(required=True)
    ended_on = fields.Date(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(END_REASONS))
    clause = fields.String(required=True)


class ContinuingMember(Contract):
    """`election_id` is the election by which the post is held."""

    election_id = fields.UUID(required=True)
    post = post()
    name = fields.String(required=True)
    birth_date = fields.Date(required=True)
    term_starts_on = fields.Date(required=True)
    term_ends_on = fields.Date(required=True)


class ResultVoided(AboutElection):
    """A certified result is void (Art 22): who was elected by it holds no post by it.

    `continuing` are those whom it had relieved and who serve on, where the rules have it so.
    """

    decided_on = fields.Date(required=True)
    decided_by = fields.String(required=True)
    grounds = fields.String(required=True)
    clause = fields.String(required=True)
    continuing = fields.List(fields.Nested(ContinuingMember))


class HandoverCompleted(AboutElection):
    completed_on = fields.Date(required=True)
    bundle_hash = fields.String(required=True, validate=validate.Length(equal=64))


class RecallCalled(AboutElection):
    """A petition was accepted: the members named are voted on, and may answer it (Art 20)."""

    members = fields.List(fields.String(), required=True)
    petition = fields.Nested(Finding, required=True)
    defence = fields.String(required=True, allow_none=True)


class RecallOutcome(Contract):
    post = post()
    name = fields.String(required=True)
    recalled = fields.Boolean(required=True)
    agreed = fields.Nested(Finding, required=True)


class RecallDecided(AboutElection):
    turnout = fields.Nested(Finding, required=True)
    outcomes = fields.List(fields.Nested(RecallOutcome), required=True)


class Meeting(Contract):
    meeting_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(MEETINGS))
    title = fields.String(required=True)
    held_at = fields.AwareDateTime(required=True)


class MeetingCalled(Meeting):
    """Residents are told ten days before (Art 26)."""

    place = fields.String(required=True)
    agenda = fields.List(fields.String(), required=True)


class Decision(Contract):
    motion = fields.String(required=True)
    passed = fields.Boolean(required=True)
    agreed = fields.Nested(Finding, required=True)


class MeetingDecided(Meeting):
    quorum = fields.Nested(Finding, required=True)
    decisions = fields.List(fields.Nested(Decision), required=True)


class Appraised(Contract):
    name = fields.String(required=True)
    birth_date = fields.Date(required=True)
    post = post()
    grade = fields.String(required=True, validate=validate.OneOf(GRADES))
    adjust = fields.Boolean(
        metadata={"description": "the place's softer measure is met: an adjustment may be proposed"}
    )


class AppraisalPublished(Contract):
    """The yearly appraisal by secret vote (Art 37)."""

    appraisal_id = fields.UUID(required=True)
    year = count()
    held_on = fields.Date(required=True)
    voted = count()
    members = fields.List(fields.Nested(Appraised), required=True)


EVENTS: dict[str, type[Schema]] = {
    "elections.another_ballot_called.v1": AnotherBallotCalled,
    "elections.post_ended.v1": PostEnded,
    "elections.result_voided.v1": ResultVoided,
    "elections.handover_completed.v1": HandoverCompleted,
    "elections.recall_called.v1": RecallCalled,
    "elections.recall_decided.v1": RecallDecided,
    "elections.meeting_called.v1": MeetingCalled,
    "elections.meeting_decided.v1": MeetingDecided,
    "elections.appraisal_published.v1": AppraisalPublished,
}
