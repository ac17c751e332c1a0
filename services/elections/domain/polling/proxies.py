"""Voting by proxy (Art 19): an elector who is away appoints, in writing, another elector of the same roll.

选举期间外出的选民，可以书面委托本社区其他选民代为投票。每一选民接受的委托不得超过三人。候选人不得接受委托投票。

No chains, though the law does not say so in a sentence: only an elector who is away may appoint, and who is away cannot
cast a vote in person for somebody else; and it is the elector, not the agent, whom the law lets appoint. So whoever has
appointed an agent takes no appointments, and whoever has taken one appoints nobody until it ended.

A proxy is for one ballot. For another ballot it is written anew: who was away on the first day need not be on the
second, and a ballot of other candidates is another will.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.numbers import latest_day_before
from services.elections.domain.rules.rule_set import AgentRule
from shared.errors import Conflict, FieldError, Invalid, Missing
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from uuid import UUID

    from services.elections.domain.rules.rule_set import ProxyRule


class ProxyEnd(Worded):
    """Why a proxy stands no longer: taken back by who gave it, or because one of the two may no longer be in it."""

    WITHDRAWN = "withdrawn", "委托人撤回"
    AGENT_CANDIDATE = "agent_candidate", "受托人成为候选人"
    ELECTOR_REMOVED = "elector_removed", "委托人不在选民名单"
    AGENT_REMOVED = "agent_removed", "受托人不在选民名单"


ENDED_BY_HAND = (ProxyEnd.WITHDRAWN, ProxyEnd.AGENT_CANDIDATE)
"""The others follow from a change of the roll."""


@dataclass(frozen=True, slots=True)
class Proxy:
    elector: UUID
    agent: UUID


@dataclass(frozen=True, slots=True)
class AgentFacts:
    """What else is known of the person who is to vote for another."""

    candidate: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True)
class ProxyFacts:
    """`unpublished` changes (appointments and endings) are not in a published list yet; `published` are the days on
    which each standing proxy was published first; `with_candidate` have a candidate as agent."""

    unpublished: int = 0
    published: tuple[date, ...] = ()
    with_candidate: int = 0


def check_mode(mode: Mode, rule: ProxyRule) -> None:
    """采取居民代表选举方式的，不实行委托投票 (Art 19); some rules know no proxies at all. Raises Conflict."""
    if mode in rule.modes:
        return
    facts = {"mode": mode.value, "mode_name": mode.zh}
    message = "“{mode_name}”不实行委托投票，请选民本人投票。"
    raise Conflict(
        "proxies_not_in_mode",
        "本次选举不实行委托投票。",
        missing=[Missing("mode_without_proxies", message, rule.clause, facts)],
    )


def check_proxy(proxy: Proxy, agent: AgentFacts, standing: Iterable[Proxy], rule: ProxyRule) -> None:
    """Raises Invalid naming everything that keeps the appointment from being accepted. `standing` are the ballot's
    proxies that have not ended."""
    faults = [fault for fault in _faults(proxy, agent, list(standing), rule) if fault is not None]
    if faults:
        raise Invalid("proxy_invalid", "这份委托不能接受，请按提示核对。", fields=faults)


def _faults(proxy: Proxy, agent: AgentFacts, standing: list[Proxy], rule: ProxyRule) -> Iterator[FieldError | None]:
    if proxy.elector == proxy.agent:
        yield _fault("agent_id", "agent_is_self", "不能委托自己，请委托名单上的其他选民（{article}）。", rule)
        return
    yield _elector_fault(proxy.elector, standing, rule)
    yield from _agent_faults(proxy.agent, standing, rule)
    if agent.candidate and not rule.candidate_may:
        message = "候选人不得接受委托投票，请改为委托其他选民（{article}）。"
        yield _fault("agent_id", "agent_is_candidate", message, rule)
    if rule.agent is AgentRule.RELATIVE and not agent.relative:
        message = "只能委托近亲属，请先登记两人的近亲属关系或另行委托（{article}）。"
        yield _fault("agent_id", "agent_no_relative", message, rule)


def _elector_fault(elector: UUID, standing: list[Proxy], rule: ProxyRule) -> FieldError | None:
    if any(each.elector == elector for each in standing):
        message = "这名选民已经委托他人，须先撤回原来的委托（{article}）。"
        return _fault("elector_id", "agent_appointed", message, rule)
    if any(each.agent == elector for each in standing):
        message = "这名选民接受了他人的委托，应当本人到场投票，不能再委托他人（{article}）。"
        return _fault("elector_id", "elector_is_agent", message, rule)
    return None


def _agent_faults(agent: UUID, standing: list[Proxy], rule: ProxyRule) -> Iterator[FieldError]:
    if any(each.elector == agent for each in standing):
        message = "受托人自己外出并委托了他人，不能再代人投票，请另行委托（{article}）。"
        yield _fault("agent_id", "agent_is_away", message, rule)
    accepted = sum(each.agent == agent for each in standing)
    if accepted >= rule.most:
        message = "每一选民接受的委托不得超过{most}人，此人已接受{accepted}人，请另行委托（{article}）。"
        yield _fault("agent_id", "agent_full", message, rule, most=rule.most, accepted=accepted)


def check_receipt(received: date, *, opened: date, last: date) -> None:
    """Raises Invalid unless the paper was received between the two days, both included."""
    if opened <= received <= last:
        return
    facts = {"opened": opened.isoformat(), "last": last.isoformat()}
    fault = FieldError("received_on", "received_on_impossible", "收到日期应在{opened}到{last}之间。", facts)
    raise Invalid("proxy_invalid", "这份委托不能接受，请按提示核对。", fields=[fault])


def check_ending(reason: ProxyEnd, on: date, *, received: date, today: date, candidate: bool) -> None:
    """Raises Invalid for an impossible day, and for a reason that is not so."""
    faults: list[FieldError] = []
    if not received <= on <= today:
        facts = {"received": received.isoformat()}
        faults.append(FieldError("on", "ended_on_impossible", "日期应在收到委托的{received}到今天之间。", facts))
    if reason is ProxyEnd.AGENT_CANDIDATE and not candidate:
        faults.append(FieldError("reason", "agent_no_candidate", "受托人不是候选人，请选择其他原因。"))
    if faults:
        raise Invalid("proxy_ending_invalid", "撤回有误，请按提示修改。", fields=faults)


def check_publication(on: date, days: Iterable[date], today: date) -> None:
    """A list is published on or after the `days` of everything in it, and never beforehand. Raises Invalid."""
    earliest = max(days, default=on)
    if earliest <= on <= today:
        return
    facts = {"earliest": earliest.isoformat(), "today": today.isoformat()}
    fault = FieldError("on", "published_on_impossible", "公布日期应在{earliest}到{today}之间。", facts)
    raise Invalid("proxies_publication_invalid", "公布日期有误。", fields=[fault])


def last_day(polling_day: date, rule: ProxyRule) -> date:
    """On which the lists are still published in time."""
    return latest_day_before(polling_day, rule.days_before)


def proxy_duties(facts: ProxyFacts, polling_day: date, rule: ProxyRule) -> Iterator[Missing | None]:
    """居民选举委员会应当公布委托人和受托人的名单 (Art 19), and no candidate is an agent."""
    if facts.with_candidate and not rule.candidate_may:
        message = "有{count}份委托的受托人是候选人，须终止这些委托，由选民另行委托。"
        yield Missing("agent_is_candidate", message, rule.clause, {"count": facts.with_candidate})
    if facts.unpublished:
        message = "委托投票有{count}处变动还没有公布，须公布委托人和受托人名单。"
        yield Missing("proxies_unpublished", message, rule.clause, {"count": facts.unpublished})
    last = last_day(polling_day, rule)
    late = sum(day > last for day in facts.published)
    if late:
        message = "委托投票名单最迟应在{latest}公布，有{count}份委托公布晚了，须撤回或经批准。"
        yield Missing("proxies_late", message, rule.clause, {"latest": last.isoformat(), "count": late})


def _fault(field: str, code: str, message: str, rule: ProxyRule, **facts: object) -> FieldError:
    return FieldError(field, code, message, {"article": rule.clause, **facts})
