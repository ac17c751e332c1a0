"""Elections from the announcement to the certified result."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.contracts.base import AreaCode, Contract, count, post

LEVELS = ("province", "prefecture", "county", "subdistrict", "community")
MODES = ("all", "household", "representatives")
KINDS = ("term", "by_election", "another_ballot", "revote")
OUTCOMES = ("filled", "tie", "short", "no_winner", "women", "void")
SEXES = ("male", "female")


class AreaRegistered(Contract):
    """An area was registered, or its name changed."""

    code = AreaCode(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))


class Seats(Contract):
    post = post()
    seats = count()


class ElectionAnnounced(Contract):
    election_id = fields.UUID(required=True)
    title = fields.String(required=True)
    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    polling_day = fields.Date(required=True)
    announced_on = fields.Date(required=True)
    rule_set = fields.String(required=True)
    contests = fields.List(fields.Nested(Seats), required=True)
    kind = fields.String(validate=validate.OneOf(KINDS))


class RollPublished(Contract):
    """The roll of electors stands to be seen; `roll_hash` is the SHA-256 of its canonical form, in hex."""

    election_id = fields.UUID(required=True)
    title = fields.String(required=True)
    polling_day = fields.Date(required=True)
    published_on = fields.Date(required=True)
    electors = count()
    roll_hash = fields.String(required=True, validate=validate.Length(equal=64))
    objections_until = fields.Date(required=True)


class CandidateShown(Contract):
    candidate_id = fields.UUID(required=True)
    name = fields.String(required=True)
    sex = fields.String(required=True, validate=validate.OneOf(SEXES))


class ContestShown(Seats):
    candidates = fields.List(fields.Nested(CandidateShown), required=True)


class CandidatesPublished(Contract):
    election_id = fields.UUID(required=True)
    title = fields.String(required=True)
    polling_day = fields.Date(required=True)
    published_on = fields.Date(required=True)
    contests = fields.List(fields.Nested(ContestShown), required=True)


class Finding(Contract):
    """A legal test with its numbers: `inequality` reads like `2×812 > 1600`."""

    clause = fields.String(required=True)
    inequality = fields.String(required=True)
    holds = fields.Boolean(required=True)


class CandidateResult(CandidateShown):
    """`birth_date` is there for those elected only: the training service tells persons of one name apart by it."""

    votes = count()
    elected = fields.Boolean(required=True)
    inequality = fields.String(required=True)
    clause = fields.String(required=True)
    birth_date = fields.Date()


class ContestResult(Seats):
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    seats_short = count()
    candidates = fields.List(fields.Nested(CandidateResult), required=True)
    another_ballot = fields.List(fields.UUID(), required=True)


class Term(Contract):
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class ExceptionShown(Contract):
    """A duty from which the district released the election, and why."""

    duty = fields.String(required=True)
    reason = fields.String(required=True)


class ResultCertified(Contract):
    """`kind` is `term` unless it is named: all posts contested are filled anew. The other kinds fill seats that are
    empty, and end nobody's term; `parent_election_id` is the election that left them."""

    election_id = fields.UUID(required=True)
    title = fields.String(required=True)
    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    polling_day = fields.Date(required=True)
    certified_at = fields.AwareDateTime(required=True)
    rule_set = fields.String(required=True)
    valid = fields.Boolean(required=True)
    electors = count()
    voted = count()
    turnout = fields.Nested(Finding, required=True)
    term = fields.Nested(Term, required=True)
    contests = fields.List(fields.Nested(ContestResult), required=True)
    kind = fields.String(validate=validate.OneOf(KINDS))
    parent_election_id = fields.UUID()
    exceptions = fields.List(fields.Nested(ExceptionShown))


EVENTS: dict[str, type[Schema]] = {
    "elections.area_registered.v1": AreaRegistered,
    "elections.election_announced.v1": ElectionAnnounced,
    "elections.roll_published.v1": RollPublished,
    "elections.candidates_published.v1": CandidatesPublished,
    "elections.result_certified.v1": ResultCertified,
}
