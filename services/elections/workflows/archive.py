"""The result bundle: looked at before, sealed once, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from services.elections.domain.archive.checking import check_papers
from services.elections.domain.archive.contents import Papers, files_of
from services.elections.domain.archive.packing import MANIFEST, SEAL, digest, pack
from services.elections.domain.archive.sealing import key_id, seal
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import archive, bundles, elections, queries, tables
from services.elections.store.archive import Links
from services.elections.store.database import reading, unit_of_work
from services.elections.store.rule_sets import known_rule_set
from shared import clock
from shared.auth.actor import Actor
from shared.auth.keys import load_private
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, Missing, NotFound, Unavailable
from shared.settings import Settings

_DECIDED = (State.CERTIFIED, State.VOID)


@dataclass(frozen=True, slots=True)
class BundleFile:
    """`sealed` is False for a preview, whose content is as of now."""

    content: bytes
    bundle_hash: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class Sealer:
    """What bundles are sealed with, and how many bytes of scans are enclosed at most."""

    key: Ed25519PrivateKey
    enclosed_bytes: int


def sealer(settings: Settings) -> Sealer:
    """Raises Unavailable while the installation has no key to seal with."""
    return Sealer(archive_key(settings.archive_key), settings.archive_image_bytes)


def archive_key(path: Path | None) -> Ed25519PrivateKey:
    """Raises Unavailable while the installation has no key to seal with."""
    try:
        if path is not None:
            return load_private(path)
    except (OSError, ValueError, TypeError) as error:
        raise Unavailable("archive_key_unreadable", "封存用的密钥无法读取，请通知管理员。") from error
    raise Unavailable("archive_key_missing", "还没有设置封存用的密钥，请通知管理员。")


def bundle_of(actor: Actor, election_id: UUID, *, enclosed_bytes: int) -> BundleFile:
    """The sealed bundle; before that, a preview. Raises Conflict until the result is certified."""
    with reading() as session:
        found = elections.election(session, actor, election_id)
        bundle = bundles.latest(session, found.id)
        if bundle is not None:
            return BundleFile(bundle.content, bundle.bundle_hash, sealed=True)
        _must_be_decided(found)
        files = files_of(_papers(session, found, enclosed_bytes), preview=True)
        return BundleFile(pack(files), digest(files[MANIFEST]), sealed=False)


def sealed_bundle(election_id: UUID) -> BundleFile:
    """For everybody. Raises NotFound until it is sealed."""
    with reading() as session:
        bundle = bundles.latest(session, election_id)
        if bundle is None:
            raise NotFound("bundle_not_sealed", "这次选举的档案还没有封存。")
        return BundleFile(bundle.content, bundle.bundle_hash, sealed=True)


def seal_bundle(actor: Actor, election_id: UUID, *, by: Sealer) -> tables.Bundle:
    """Seals the bundle of an election after which nothing is handed over; a term election's is sealed with the
    handover. Raises Conflict where it is sealed already, or where something has to be sealed first."""
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        _must_be_decided(found)
        if ElectionKind(found.kind) is ElectionKind.TERM and State(found.state) is State.CERTIFIED:
            raise Conflict("sealed_with_handover", "换届选举的档案在工作移交完成时封存，请先办理工作移交。")
        return seal_in(uow, found, by)


def seal_in(uow: UnitOfWork, found: tables.Election, by: Sealer) -> tables.Bundle:
    """Within a unit of work that holds the election's lock. What would not verify is not sealed."""
    before = bundles.sealed(uow.session, found.id)
    _must_be_new(uow.session, found, before)
    if ElectionKind(found.kind).further and _links(uow.session, found).parent_bundle is None:
        raise Conflict("parent_unsealed", "第一次选举的档案还没有封存，请先封存。")
    files = files_of(_papers(uow.session, found, by.enclosed_bytes), preview=False)
    _must_verify(files)
    now = clock.now()
    files[SEAL] = seal(files[MANIFEST], by.key, at=now)
    bundle = tables.Bundle(
        election_id=found.id,
        number=len(before) + 1,
        area=found.area,
        bundle_hash=digest(files[MANIFEST]),
        key_id=key_id(by.key.public_key()),
        content=pack(files),
        sealed_by=uow.actor.subject,
        sealed_at=now,
    )
    uow.session.add(bundle)
    uow.session.flush()
    facts = {"bundle_hash": bundle.bundle_hash, "key_id": bundle.key_id, "number": bundle.number}
    uow.record("seal_bundle", subject=f"elections/{found.id}", area=found.area, after=facts)
    return bundle


def _must_be_decided(found: tables.Election) -> None:
    if State(found.state) not in _DECIDED:
        raise Conflict("result_not_certified", "选举结果还没有确认。")


def _must_verify(files: dict[str, bytes]) -> None:
    wrong = [line for line in check_papers(files, known_rules=known_rule_set) if line.wrong]
    if wrong:
        missing = [Missing(line.code, line.message, line.clause, line.facts) for line in wrong]
        raise Conflict("bundle_unverifiable", "档案核对不通过，不能封存。", missing=missing)


def _must_be_new(session: Session, found: tables.Election, before: Sequence[tables.Bundle]) -> None:
    """Of a result that was declared void after its bundle was sealed there is one more, which says so."""
    voided = next((step for step in queries.steps_taken(session, found.id) if step.step == Step.VOID), None)
    if before and (voided is None or before[-1].sealed_at > voided.at):
        raise Conflict("bundle_sealed", "这次选举的档案已经封存，不能再改。")


def _papers(session: Session, found: tables.Election, enclosed_bytes: int) -> Papers:
    return archive.papers(session, found, _links(session, found), enclosed_bytes=enclosed_bytes)


def _links(session: Session, found: tables.Election) -> Links:
    parent = bundles.latest(session, found.parent_id) if found.parent_id else None
    before = bundles.latest(session, found.id)
    return Links(parent.bundle_hash if parent else None, before.bundle_hash if before else None)
