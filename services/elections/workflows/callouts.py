"""Call-outs: opened, recorded paper by paper, taken over, signed off by three persons into the recorder's entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.elections.domain.candidacy.contests import Ballot
from services.elections.domain.counting.called_papers import paper_faults, sheet_of
from services.elections.domain.counting.callout import Log, Sent, correction_faults
from services.elections.domain.counting.callout_signing import (
    CalloutState,
    Reached,
    Signature,
    SigningRole,
    check_signature,
    check_synced,
    complete,
    must_be_open,
    must_record,
)
from services.elections.domain.counting.tally import admit_clerk
from services.elections.domain.polling.papers import issued_on_sheet
from services.elections.domain.polling.stations import must_have_sheet
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.domain.rules.rule_set import PaperRule
from services.elections.store import callouts, elections, polling, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from services.elections.workflows.entries import keep_entry
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, Invalid
from shared.ids import new_id


def open_callout(actor: Actor, station_id: UUID, *, sheet: int, issued: int | None) -> tables.Callout:
    """The actor becomes its recorder. Raises Conflict while there is one for this sheet of the station.

    Papers `issued` are as the account of the papers has them, unless they are given.
    """
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        found = elections.election(uow.session, actor, station.election_id, lock=True)
        allow(Change.ENTRIES, State(found.state))
        must_have_sheet(station.name, station.sheets, sheet)
        if there := callouts.of_sheet(uow.session, station.id, sheet):
            message = "{station}第{sheet}号计票单已有唱票记录，由{recorder}在记；要换人记，请办理接管。"
            raise Conflict("callout_exists", message, station=station.name, sheet=sheet, recorder=there.recorder)
        typed = elections.entries(uow.session, found.id, station.id)[station.id, sheet]
        admit_clerk(actor.subject, (entry.clerk for entry in typed))
        issued = issued_on_sheet(issued, station.name, station.sheets, polling.account(uow.session, station.id))
        callout = _new(actor, station, sheet, issued)
        _grow(callout, Log(str(callout.id)), *_paper(uow, found))
        uow.session.add(callout)
        _record(uow, callout, "open_callout", {"sheet": sheet, "issued": issued})
        return callout


def record_papers(actor: Actor, callout_id: UUID, batch: Sequence[Sent]) -> tables.Callout:
    """Adds what is not there yet; a batch may come twice or overlap. All of it or, with a fault, none."""
    with unit_of_work(actor) as uow:
        callout = callouts.callout(uow.session, actor, callout_id, lock=True)
        must_record(actor.subject, callout.recorder)
        before = callouts.log(uow.session, callout)
        after = before.extended(batch)
        if after == before:
            return callout
        must_be_open(CalloutState(callout.state))
        found = elections.election(uow.session, actor, callout.election_id)
        allow(Change.ENTRIES, State(found.state))
        ballots, paper = _paper(uow, found)
        added = after.records[len(before.records) :]
        faults = [fault for record in added for fault in paper_faults(record, ballots, paper)]
        if faults := faults + correction_faults(after):
            raise Invalid("papers_invalid", "唱票记录有误，请按提示修改。", fields=faults)
        callouts.add(uow.session, callout, added, recorder=actor.subject)
        _grow(callout, after, ballots, paper)
        _record(uow, callout, "record_papers", {"records": callout.records, "head": callout.head})
        return callout


def take_over(actor: Actor, callout_id: UUID, *, reason: str) -> tables.Callout:
    """The actor goes on recording after the last record that was sent; papers that the device before kept to itself
    are called again."""
    with unit_of_work(actor) as uow:
        found, callout = _locked(uow, actor, callout_id)
        if actor.subject == callout.recorder:
            raise Conflict("callout_own", "这份唱票记录本来就由您在记。")
        typed = elections.entries(uow.session, found.id, callout.station_id)[callout.station_id, callout.sheet]
        admit_clerk(actor.subject, (entry.clerk for entry in typed))
        uow.session.add(
            tables.CalloutTakeover(
                callout_id=callout.id,
                number=len(callouts.takeovers(uow.session, callout)) + 1,
                area=callout.area,
                records=callout.records,
                taken_from=callout.recorder,
                taken_by=actor.subject,
                reason=reason,
                on=clock.today(),
            )
        )
        facts = {"from": callout.recorder, "by": actor.subject, "records": callout.records, "reason": reason}
        callout.recorder = actor.subject
        callout.version += 1
        _record(uow, callout, "take_over_callout", facts)
        return callout


def sign(actor: Actor, callout_id: UUID, *, role: SigningRole, seen: Reached) -> tables.Callout:
    """The third signature freezes the log and makes its sheet the recorder's entry; another person types the second
    one from the paper, as ever."""
    with unit_of_work(actor) as uow:
        found, callout = _locked(uow, actor, callout_id)
        check_synced(seen, Reached(callout.records, callout.head))
        signed = callouts.signatures(uow.session, callout)
        check_signature(role, actor.subject, recorder=callout.recorder, signed=signed)
        signature = Signature(role, actor.subject)
        uow.session.add(
            tables.CalloutSignature(
                callout_id=callout.id,
                head=callout.head,
                role=role,
                area=callout.area,
                subject=actor.subject,
                on=clock.today(),
            )
        )
        callout.version += 1
        _record(uow, callout, "sign_callout", {"role": role, "head": callout.head})
        if complete([*signed, signature]):
            _finish(uow, found, callout)
        return callout


def abandon(actor: Actor, callout_id: UUID, *, reason: str) -> tables.Callout:
    """Gives it up: the sheet is then counted from the papers. Its log stays."""
    with unit_of_work(actor) as uow:
        _, callout = _locked(uow, actor, callout_id)
        callout.state, callout.reason = CalloutState.ABANDONED, reason
        callout.version += 1
        _record(uow, callout, "abandon_callout", {"reason": reason})
        return callout


def _finish(uow: UnitOfWork, found: tables.Election, callout: tables.Callout) -> None:
    """From the log itself, not from the totals that viewers were shown."""
    callout.state = CalloutState.SIGNED
    sheet = sheet_of(callouts.log(uow.session, callout), callout.issued, *_paper(uow, found))
    station = elections.station(uow.session, uow.actor, callout.station_id)
    keep_entry(uow, station, sheet, number=callout.sheet, clerk=callout.recorder)


def _locked(uow: UnitOfWork, actor: Actor, callout_id: UUID) -> tuple[tables.Election, tables.Callout]:
    """An open call-out with its election, both held; in the order in which every workflow holds them."""
    election_id = callouts.callout(uow.session, actor, callout_id).election_id
    found = elections.election(uow.session, actor, election_id, lock=True)
    callout = callouts.callout(uow.session, actor, callout_id, lock=True)
    uow.session.refresh(callout)
    must_be_open(CalloutState(callout.state))
    allow(Change.ENTRIES, State(found.state))
    return found, callout


def _new(actor: Actor, station: tables.Station, sheet: int, issued: int) -> tables.Callout:
    return tables.Callout(
        id=new_id(),
        election_id=station.election_id,
        station_id=station.id,
        area=station.area,
        sheet=sheet,
        issued=issued,
        state=CalloutState.OPEN,
        recorder=actor.subject,
        opened_by=actor.subject,
        opened_on=clock.today(),
        version=0,
    )


def _grow(callout: tables.Callout, log: Log, ballots: Sequence[Ballot], paper: PaperRule) -> None:
    callout.records, callout.head = len(log.records), log.head
    callout.totals = sheet_of(log, callout.issued, ballots, paper).as_facts()
    callout.version += 1


def _paper(uow: UnitOfWork, found: tables.Election) -> tuple[list[Ballot], PaperRule]:
    return elections.ballots(uow.session, found.id), rule_set(found.rule_set).paper


def _record(uow: UnitOfWork, callout: tables.Callout, action: str, after: Mapping[str, Any]) -> None:
    uow.record(action, subject=f"callouts/{callout.id}", area=callout.area, after=after)
