from __future__ import annotations

import inspect

from shared import errors
from shared.errors import Conflict, Invalid, Missing, NotFound, Refusal, fill
from shared.web.problems import STATUSES


def test_a_refusal_tells_its_facts() -> None:
    refusal = NotFound("area_not_found", "没有{area}", area="450403002003")
    assert str(refusal) == "没有450403002003"
    assert refusal.facts == {"area": "450403002003"}


def test_an_unknown_placeholder_stays_as_it_is() -> None:
    assert fill("至少{least}个，{unknown}", {"least": 3}) == "至少3个，{unknown}"


def test_a_broken_placeholder_never_fails_while_an_error_is_told() -> None:
    for message in ("{", "}", "{0}", "{least.deep}", "{least[0]}", "{least:xyz}"):
        assert fill(message, {"least": 3}) == message
        assert str(Refusal("x", message, least=3)) == message


def test_a_conflict_lists_what_is_missing() -> None:
    duty = Missing("roll", "名册", article="Art 17")
    assert Conflict("x", "x", missing=[duty]).missing == (duty,)


def test_faults_are_counted_unless_a_total_is_given() -> None:
    assert Invalid("x", "x").total == 0
    assert Invalid("x", "x", total=12).total == 12


def test_every_kind_of_refusal_has_a_status() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Refusal)]
    assert {kind for kind in kinds if kind is not Refusal} == set(STATUSES)
