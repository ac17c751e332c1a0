"""Proxies by Art 19: who may appoint whom, and that no order of appointments and withdrawals breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.polling.proxies import (
    AgentFacts,
    Proxy,
    ProxyEnd,
    ProxyFacts,
    check_ending,
    check_mode,
    check_proxy,
    check_publication,
    check_receipt,
    proxy_duties,
)
from services.elections.domain.procedure.exceptions import check_exception
from services.elections.domain.procedure.states import missing_for
from services.elections.domain.procedure.steps import Step
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.rule_set import AgentRule, ProxyRule
from services.elections.store.rule_sets import rule_set
from shared.errors import Conflict, Invalid
from tests.elections.domain.factories import POLLING_DAY, RULES, lawful

RULE = RULES.proxies
A, B, C, D, E, F = (UUID(int=number) for number in range(1, 7))

_NO_MORE = AgentFacts()


def _codes(proxy: Proxy, *standing: Proxy, agent: AgentFacts = _NO_MORE, rule: ProxyRule = RULE) -> list[str]:
    try:
        check_proxy(proxy, agent, standing, rule)
    except Invalid as refused:
        return [fault.code for fault in refused.fields]
    return []


def test_an_elector_who_is_away_may_appoint_any_other_elector() -> None:
    assert _codes(Proxy(A, B)) == []


def test_an_agent_takes_three_appointments() -> None:
    assert _codes(Proxy(C, B), Proxy(A, B), Proxy(D, B)) == []


def test_a_fourth_proxy_is_refused_with_the_article() -> None:
    with pytest.raises(Invalid) as refused:
        check_proxy(Proxy(E, B), AgentFacts(), [Proxy(A, B), Proxy(C, B), Proxy(D, B)], RULE)
    (fault,) = refused.value.fields
    assert (fault.field, fault.code) == ("agent_id", "agent_full")
    assert fault.facts == {"article": "Art 19", "most": 3, "accepted": 3}


def test_in_guangxi_a_third_one_is_refused_and_agents_are_near_relatives() -> None:
    rule = rule_set("gx-urban-2018").proxies
    standing = (Proxy(A, B), Proxy(C, B))
    assert _codes(Proxy(D, B), *standing, agent=AgentFacts(relative=True), rule=rule) == ["agent_full"]
    assert _codes(Proxy(D, B), agent=AgentFacts(relative=False), rule=rule) == ["agent_no_relative"]


def test_nobody_appoints_themselves() -> None:
    assert _codes(Proxy(A, A)) == ["agent_is_self"]


def test_nobody_appoints_two_agents() -> None:
    assert _codes(Proxy(A, C), Proxy(A, B)) == ["agent_appointed"]


def test_an_agent_passes_no_vote_on() -> None:
    assert _codes(Proxy(B, C), Proxy(A, B)) == ["elector_is_agent"]


def test_who_is_away_votes_for_nobody() -> None:
    assert _codes(Proxy(C, A), Proxy(A, B)) == ["agent_is_away"]


def test_a_candidate_is_never_an_agent() -> None:
    assert _codes(Proxy(A, B), agent=AgentFacts(candidate=True)) == ["agent_is_candidate"]
    assert _codes(Proxy(A, B), agent=AgentFacts(candidate=True), rule=replace(RULE, candidate_may=True)) == []


def test_an_agent_who_must_be_a_relative_may_be_one() -> None:
    relatives_only = replace(RULE, agent=AgentRule.RELATIVE)
    assert _codes(Proxy(A, B), agent=AgentFacts(relative=True), rule=relatives_only) == []


def test_representatives_vote_themselves() -> None:
    check_mode(Mode.ALL, RULE)
    check_mode(Mode.HOUSEHOLD, RULE)
    with pytest.raises(Conflict) as refused:
        check_mode(Mode.REPRESENTATIVES, RULE)
    assert (refused.value.code, refused.value.missing[0].article) == ("proxies_not_in_mode", "Art 19")


def test_the_law_before_2026_knows_no_proxies() -> None:
    with pytest.raises(Conflict):
        check_mode(Mode.ALL, rule_set("cn-urban-2018").proxies)


@pytest.mark.parametrize(("days", "faulty"), [(-1, True), (0, False), (5, False), (6, True)])
def test_a_paper_is_received_between_the_announcement_and_today(days: int, faulty: bool) -> None:
    opened = POLLING_DAY - timedelta(days=10)
    received, last = opened + timedelta(days=days), opened + timedelta(days=5)
    if not faulty:
        check_receipt(received, opened=opened, last=last)
        return
    with pytest.raises(Invalid) as refused:
        check_receipt(received, opened=opened, last=last)
    assert refused.value.fields[0].code == "received_on_impossible"


def test_a_proxy_is_not_ended_before_it_was_received_nor_for_what_is_not_so() -> None:
    day = POLLING_DAY - timedelta(days=3)
    check_ending(ProxyEnd.AGENT_CANDIDATE, day, received=day, today=day, candidate=True)
    with pytest.raises(Invalid) as refused:
        check_ending(ProxyEnd.AGENT_CANDIDATE, day - timedelta(days=1), received=day, today=day, candidate=False)
    assert [fault.code for fault in refused.value.fields] == ["ended_on_impossible", "agent_no_candidate"]


def test_a_list_is_not_older_than_what_stands_in_it() -> None:
    check_publication(POLLING_DAY, [POLLING_DAY], POLLING_DAY)
    check_publication(POLLING_DAY, [], POLLING_DAY)
    for on in (POLLING_DAY - timedelta(days=1), POLLING_DAY + timedelta(days=1)):
        with pytest.raises(Invalid):
            check_publication(on, [POLLING_DAY], POLLING_DAY)


def _duties(facts: ProxyFacts) -> dict[str, dict[str, object]]:
    found = proxy_duties(facts, POLLING_DAY, RULE)
    return {duty.code: dict(duty.facts) for duty in found if duty is not None}


def test_lists_are_published_the_day_before_at_the_latest() -> None:
    day_before = POLLING_DAY - timedelta(days=1)
    assert _duties(ProxyFacts(published=(day_before,))) == {}
    late = _duties(ProxyFacts(published=(day_before, POLLING_DAY, POLLING_DAY)))
    assert late == {"proxies_late": {"latest": day_before.isoformat(), "count": 2}}


def test_no_poll_opens_with_unpublished_proxies_or_candidates_as_agents() -> None:
    facts = lawful(Step.OPEN_POLLING, proxies=ProxyFacts(unpublished=2, with_candidate=1))
    found = {missing.code: missing for missing in missing_for(Step.OPEN_POLLING, facts)}
    assert found.keys() == {"proxies_unpublished", "agent_is_candidate"}
    assert found["agent_is_candidate"].facts == {"count": 1}
    assert {missing.article for missing in found.values()} == {"Art 19"}


def test_lists_that_were_late_may_be_excused_unpublished_ones_not() -> None:
    facts = lawful(
        Step.OPEN_POLLING,
        proxies=ProxyFacts(unpublished=1, published=(POLLING_DAY,)),
        excused=frozenset({"proxies_late", "proxies_unpublished"}),
    )
    assert "proxies_late" not in [missing.code for missing in missing_for(Step.OPEN_POLLING, facts)]
    with pytest.raises(Invalid):
        check_exception("proxies_unpublished", "因台风推迟公布委托名单。")


_PEOPLE = st.sampled_from([A, B, C, D, E, F])


@given(tries=st.lists(st.tuples(_PEOPLE, _PEOPLE, st.booleans())), candidates=st.sets(_PEOPLE))
def test_whatever_is_tried_nobody_holds_more_than_three_and_nobody_passes_a_vote_on(
    tries: list[tuple[UUID, UUID, bool]], candidates: set[UUID]
) -> None:
    standing: list[Proxy] = []
    for elector, agent, withdraw in tries:
        if withdraw:
            standing = [each for each in standing if each.elector != elector]
        elif not _codes(Proxy(elector, agent), *standing, agent=AgentFacts(candidate=agent in candidates)):
            standing.append(Proxy(elector, agent))
    away, agents = [each.elector for each in standing], [each.agent for each in standing]
    assert len(away) == len(set(away))
    assert not set(away) & set(agents)
    assert not candidates & set(agents)
    assert all(agents.count(agent) <= 3 for agent in agents)
