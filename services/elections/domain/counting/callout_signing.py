"""Who signs a call-out off, and what must be done before: three persons, of one and the same log (Art 19, 公开计票)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.errors import Conflict, Missing
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.elections.domain.rules.rule_set import RuleSet


class CalloutState(Worded):
    """`abandoned`: given up for a reason, and the sheet is counted from the papers instead."""

    OPEN = "open", "唱票中"
    SIGNED = "signed", "已签字"
    ABANDONED = "abandoned", "已中止"


class SigningRole(Worded):
    """Who calls the papers, who records them, and who sees that both are right."""

    CALLER = "caller", "唱票人"
    RECORDER = "recorder", "计票人"
    OVERSEER = "overseer", "监票人"


@dataclass(frozen=True, slots=True)
class Signature:
    role: SigningRole
    subject: str


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a log has got: the number of its records and the hash of the last one."""

    records: int
    head: str


@dataclass(frozen=True, slots=True)
class CalloutFacts:
    """`unsigned` names the stations whose call-outs are open, `signers` everybody who signed one."""

    unsigned: tuple[str, ...] = ()
    signers: frozenset[str] = frozenset()


def signatures_duty(callouts: CalloutFacts, rules: RuleSet) -> Iterator[Missing | None]:
    """The count does not begin while a call-out of a station is open."""
    for station in callouts.unsigned:
        message = "{station}的唱票还没有由唱票人、计票人、监票人签字。"
        yield Missing("callout_unsigned", message, rules.elected.clause, {"station": station})


def certifier_duty(callouts: CalloutFacts, actor: str) -> Missing | None:
    if actor not in callouts.signers:
        return None
    return Missing("certifier_signed", "确认人在唱票记录上签过字，应由另一人确认。", facts={"actor": actor})


def must_be_open(state: CalloutState) -> None:
    if state is not CalloutState.OPEN:
        message = "这份唱票记录{state_name}，不能再改。"
        raise Conflict("callout_closed", message, state=state.value, state_name=state.zh)


def must_record(actor: str, recorder: str) -> None:
    """Two recorders would make two logs of one count: the second takes over, for all to see, or waits."""
    if actor != recorder:
        message = "这份唱票记录现由{recorder}在记；要换人记，请先办理接管。"
        raise Conflict("callout_other_recorder", message, recorder=recorder)


def check_signature(role: SigningRole, actor: str, *, recorder: str, signed: Sequence[Signature]) -> None:
    """Raises Conflict for a second signature in a role or by a person, and when another person than the recorder signs
    for the record."""
    if role in {each.role for each in signed}:
        raise Conflict("role_signed", "“{role_name}”已经签字。", role=role.value, role_name=role.zh)
    if actor in {each.subject for each in signed}:
        raise Conflict("signer_doubled", "您已经签过字：唱票人、计票人、监票人应是三个人。", actor=actor)
    if role is SigningRole.RECORDER and actor != recorder:
        raise Conflict("signer_not_recorder", "计票人应是记录的人{recorder}。", recorder=recorder)
    if role is not SigningRole.RECORDER and actor == recorder:
        raise Conflict("recorder_signs_record", "您是记录的人，请以计票人签字。", recorder=recorder)


def check_synced(sent: Reached, there: Reached) -> None:
    """Raises Conflict unless the signer saw what the server has: the device may hold papers that were not sent yet."""
    if sent != there:
        message = "您核对的是{sent}条记录，服务器上是{records}条，或校验码不同：请等全部同步、核对后再签字。"
        raise Conflict("callout_unsynced", message, sent=sent.records, records=there.records)


def complete(signed: Sequence[Signature]) -> bool:
    return {each.role for each in signed} == set(SigningRole)
