"""The roster from a file and into one: all rows or none, and a file that is imported twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.training.domain.office.appointments import Appointment
from services.training.domain.office.cadres import Facts, Sex
from services.training.domain.office.posts import Post
from services.training.domain.office.roster_file import COLUMNS, Entry, Holder, Known, RosterFile
from services.training.domain.office.terms import EndReason, Person
from services.training.store import roster
from services.training.store.database import reading, unit_of_work
from services.training.store.roster import Standing
from services.training.store.tables import Cadre, Term
from services.training.workflows.roster import Told, begin_terms, keep_facts, make_cadres, new_cadre, new_term
from services.training.workflows.structure import look_again
from shared import clock
from shared.auth.actor import Actor
from shared.columns.headers import read_headers
from shared.database.unit_of_work import UnitOfWork
from shared.tabular import read_table


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file changed."""

    rows: int
    cadres: int
    terms: int
    profiles: int


def import_roster(actor: Actor, content: bytes) -> Imported:
    """Raises Invalid with every bad row; then nothing is changed."""
    table = read_table(content)
    headers = read_headers(table.header, COLUMNS, table.line)
    today, told = clock.today(), headers.by_column
    with unit_of_work(actor) as uow:
        roster.hold_cadres(uow.session, actor)
        kept = {_holder(each): each for each in roster.all_terms(uow.session, actor, None, today)}
        held = {holder: _held(standing) for holder, standing in kept.items()}
        reader = RosterFile(told, Known(roster.communities(uow.session, actor), held, today))
        entries = list(reader.entries(table.rows))
        reader.check()
        work = _Import(kept, silent=frozenset(_FACTS - told.keys()), today=today)
        for entry in entries:
            work.take(entry)
        look_again(uow, {entry.area for entry in entries})
        return work.write(uow)


def roster_entries(actor: Actor, area: str | None) -> list[Entry]:
    """The roster as the rows of a file."""
    today = clock.today()
    with reading() as db:
        return [entry for each in roster.all_terms(db, actor, area, today) for entry in _entries(each)]


_FACTS = frozenset({"education", "source", "party", "home_unit"})


class _Import:
    """Collects what is new, to be written all at once. `silent` are facts whose columns the file lacks: what is known
    of them stays."""

    def __init__(self, kept: dict[Holder, Standing], *, silent: frozenset[str], today: date) -> None:
        self._kept, self._silent, self._today = kept, silent, today
        self._rows = 0
        self._made: list[Cadre] = []
        self._told: dict[UUID, Told] = {}
        self._begun: list[tuple[Cadre, Term]] = []

    def take(self, entry: Entry) -> None:
        self._rows += 1
        known = self._kept.get((entry.area, entry.person))
        standing = self._new(entry) if known is None else known
        standing.cadre.sex = entry.sex
        standing = self._with_facts(standing, entry)
        if entry.post is not None and entry.starts_on is not None:
            new = Appointment(entry.post, entry.starts_on, entry.ends_on)
            standing = replace(standing, terms=[*standing.terms, *self._term(standing, new, entry.ended_on)])
        self._kept[entry.area, entry.person] = standing

    def write(self, uow: UnitOfWork) -> Imported:
        make_cadres(uow, self._made)
        keep_facts(uow, list(self._told.values()))
        begin_terms(uow, self._begun)
        return Imported(self._rows, len(self._made), len(self._begun), len(self._told))

    def _new(self, entry: Entry) -> Standing:
        self._made.append(new_cadre(entry.area, entry.person, entry.sex))
        return Standing(self._made[-1], [], Facts())

    def _with_facts(self, standing: Standing, entry: Entry) -> Standing:
        """What is first told of somebody has been so since they took the post, what is new of them since today."""
        facts = replace(entry.facts, **{name: getattr(standing.facts, name) for name in self._silent})
        if facts == standing.facts:
            return standing
        first = standing.facts == Facts() and entry.starts_on is not None
        since = min(entry.starts_on or self._today, self._today) if first else self._today
        self._told[standing.cadre.id] = Told(standing.cadre, facts, since)
        return replace(standing, facts=facts)

    def _term(self, standing: Standing, new: Appointment, ended_on: date | None) -> list[Term]:
        """The new one, if it is new; the days of an appointment that is known are corrected."""
        known = [each for each in standing.terms if (each.post, each.starts_on) == (new.post, new.starts_on)]
        begun = [] if known else [new_term(standing.cadre, new)]
        self._begun += [(standing.cadre, term) for term in begun]
        for term in (*known, *begun):
            if term.election_id is None:
                term.ends_on = new.ends_on
                if ended_on is not None and term.ended_on is None:
                    term.ended_on, term.end_reason = ended_on, EndReason.EXPIRED
        return begun


def _holder(standing: Standing) -> Holder:
    return standing.cadre.area, Person(standing.cadre.name, standing.cadre.birth_date)


def _held(standing: Standing) -> dict[str, date]:
    return {term.post: term.starts_on for term in standing.terms if term.ended_on is None}


def _entries(standing: Standing) -> list[Entry]:
    area, person = _holder(standing)
    sex, facts = Sex(standing.cadre.sex), standing.facts
    if not standing.terms:
        return [Entry(0, area, person, sex, facts, None, None, None, None)]
    return [
        Entry(0, area, person, sex, facts, Post(term.post), term.starts_on, term.ends_on, term.ended_on)
        for term in standing.terms
    ]
