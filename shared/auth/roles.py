"""Roles: sets of scopes that an office gives to a person. Tokens carry scopes, so providers need not know roles."""

from __future__ import annotations

SCOPES: dict[str, str] = {
    "elections:read": "read elections, candidates and tallies",
    "elections:roll:read": "read the roll of electors, with birth dates and addresses",
    "elections:write": "prepare elections, keep the roll and take steps",
    "elections:tally": "type tally sheets",
    "elections:certify": "certify results",
    "elections:supervise": "grant exceptions, decide complaints and void results, as the office above does",
    "elections:operate": "dead letters, jobs and event status of the elections service",
    "training:read": "read cadres, terms and sessions",
    "training:roster:read": "read the roster with birth dates, and as a file",
    "training:reserve:read": "read whose names stand in the pools of reserve cadres",
    "training:reserve:search": "look for reserve cadres in the pools of the county's other offices",
    "training:write": "hold sessions and enrol cadres",
    "training:decide": "publish audits, grant awards, decide promotions: what another person has recorded",
    "training:pay:read": "read what each cadre was promised and paid",
    "training:grievances:file": "file a grievance in confidence, as every cadre may",
    "training:grievances:read": "read grievances, as the office that handles them does",
    "training:grievances:handle": "accept and answer grievances",
    "training:operate": "dead letters, jobs and event status of the training service",
    "notices:read": "read notices, drafts among them",
    "notices:write": "write notices",
    "notices:approve": "approve, publish and take down notices",
    "notices:send": "start, pause, resume and cancel the delivery of notices to residents",
    "notices:answer": "answer suggestions and questions, and record what came of activities and consultations",
    "notices:query": "put queries to the residents' committee, as the supervisory committee does",
    "notices:inform": "hang notices on boards with photos, and record visits at doors",
    "notices:complaints:read": "read complaints about disclosure, as the office that checks them does",
    "notices:supervise": "set a place's own rules of disclosure and decide complaints about it, as the office above",
    "notices:residents:read": "read the register of residents, with names, addresses and who was not reached",
    "notices:residents:write": "keep the register of residents",
    "notices:operate": "dead letters, jobs and event status of the notices service",
}

_READ = frozenset({"elections:read", "training:read", "notices:read"})

ROLES: dict[str, frozenset[str]] = {
    "observer": _READ,
    "tally_clerk": frozenset({"elections:read", "elections:tally"}),
    "station_staff": frozenset({"elections:read", "elections:roll:read", "elections:tally"}),  # who gives out papers
    "election_clerk": _READ | {"elections:write", "elections:roll:read", "notices:write"},
    "election_certifier": _READ | {"elections:certify"},
    "district_officer": _READ | {"elections:supervise", "notices:supervise", "notices:complaints:read"},
    "training_clerk": _READ | {"training:roster:read", "training:reserve:read", "training:write"},
    "personnel_officer": _READ | {"training:reserve:read", "training:reserve:search"},
    "training_decider": _READ | {"training:decide", "training:pay:read"},
    "cadre": frozenset({"training:read", "training:grievances:file"}),
    "grievance_officer": frozenset({"training:grievances:read", "training:grievances:handle"}),
    "notice_editor": _READ | {"notices:write"},
    "notice_approver": _READ | {"notices:approve", "notices:send"},
    "residents_clerk": _READ | {"notices:residents:read", "notices:residents:write"},
    "community_worker": _READ | {"notices:answer", "notices:inform", "notices:residents:read"},
    "supervisory_committee": _READ | {"notices:query", "training:pay:read"},  # all that is theirs (Art 36)
    "operator": frozenset({"elections:operate", "training:operate", "notices:operate"}),
}
