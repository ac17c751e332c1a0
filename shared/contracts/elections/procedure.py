"""What an election tells on its way: who runs it, when what is due, what was decided on the roll, who votes for
whom."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import Contract, count


class AboutElection(Contract):
    """What every event about an election says."""

    election_id = fields.UUID(required=True)
    title = fields.String(required=True)
    polling_day = fields.Date(required=True)


class Stage(Contract):
    """A step of the timetable; `stage` is its code, `name` what people call it."""

    stage = fields.String(required=True)
    name = fields.String(required=True)
    planned_on = fields.Date(required=True)
    latest_on = fields.Date(required=True, allow_none=True)
    clause = fields.String(required=True)


class TimetableChanged(AboutElection):
    """The timetable was set, or planned anew: `reason` says why."""

    stages = fields.List(fields.Nested(Stage), required=True)
    reason = fields.String(required=True)


class DeadlineDue(AboutElection):
    """Something must be done by `due_on`. `responsible` is who must, in the words of the timetable."""

    stage = fields.String(required=True)
    name = fields.String(required=True)
    due_on = fields.Date(required=True)
    responsible = fields.String(required=True)
    clause = fields.String(required=True)


class DeadlineApproached(DeadlineDue):
    days_left = count()


class DeadlineMissed(DeadlineDue):
    days_late = count()


class CommitteeMember(Contract):
    name = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(("chair", "vice_chair", "member")))


class CommitteeFormed(AboutElection):
    """The election committee as it is now; `reason` says what changed, if it was formed before."""

    chosen_by = fields.String(required=True, validate=validate.OneOf(("residents_meeting", "representatives_meeting")))
    chosen_on = fields.Date(required=True)
    members = fields.List(fields.Nested(CommitteeMember), required=True)
    reason = fields.String(required=True)


class ObjectionDecided(AboutElection):
    """`about` names nobody: the roll is public by name and group, an objection's text is not."""

    objection_id = fields.UUID(required=True)
    received_on = fields.Date(required=True)
    decided_on = fields.Date(required=True)
    upheld = fields.Boolean(required=True)
    grounds = fields.String(required=True)


class CandidateWithdrawn(AboutElection):
    """The list of candidates changed after its publication: somebody withdrew, or was struck off (`struck_for`).

    `on_papers`: the name is on printed papers; votes for it elect nobody.
    """

    post = fields.String(required=True)
    name = fields.String(required=True)
    withdrew_on = fields.Date(required=True)
    replaced_by = fields.String(required=True, allow_none=True)
    struck_for = fields.String(validate=validate.OneOf(("died", "rights_lost", "barred", "off_roll")))
    on_papers = fields.Boolean()


class Proxy(Contract):
    """Names as both lists are published (Art 19)."""

    elector = fields.String(required=True)
    agent = fields.String(required=True)


class ProxiesPublished(AboutElection):
    published_on = fields.Date(required=True)
    proxies = fields.List(fields.Nested(Proxy), required=True)


class StationShown(Contract):
    """Hours are civil, on polling day; both or neither are known."""

    name = fields.String(required=True)
    kind = fields.String(required=True)
    address = fields.String()
    opens_at = fields.Time(format="%H:%M")
    closes_at = fields.Time(format="%H:%M")


class PollsOpened(AboutElection):
    opened_on = fields.Date(required=True)
    stations = fields.List(fields.Nested(StationShown), required=True)


class ExceptionGranted(AboutElection):
    """A district officer released the election from a duty."""

    duty = fields.String(required=True)
    duty_name = fields.String(required=True)
    reason = fields.String(required=True)


class ElectionCancelled(AboutElection):
    cancelled_on = fields.Date(required=True)


EVENTS: dict[str, type[Schema]] = {
    "elections.timetable_changed.v1": TimetableChanged,
    "elections.deadline_approached.v1": DeadlineApproached,
    "elections.deadline_missed.v1": DeadlineMissed,
    "elections.committee_formed.v1": CommitteeFormed,
    "elections.objection_decided.v1": ObjectionDecided,
    "elections.candidate_withdrawn.v1": CandidateWithdrawn,
    "elections.proxies_published.v1": ProxiesPublished,
    "elections.polls_opened.v1": PollsOpened,
    "elections.exception_granted.v1": ExceptionGranted,
    "elections.election_cancelled.v1": ElectionCancelled,
}
