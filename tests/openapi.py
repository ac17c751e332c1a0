"""Holds a service to its own OpenAPI document: schemathesis makes requests from it and looks at each answer.

In-process, with the same requests in every run. What a request does is left to the service's own tests; here no answer
may be a 5xx, and each has a status, content type and body that the document names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from hypothesis.strategies import SearchStrategy

_NOWHERE = ""
_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def check_api(app: Flask, token: str, *, known: Mapping[str, str] | None = None, examples: int = 10) -> int:
    """Tries every operation with `examples` lawful and as many unlawful requests; the answer is how many operations.

    `token` should have every scope, so that requests get past the door; `known` are ids that exist, by the name of the
    path's parameter, so that they find something behind it. Where there is no body, requests differ little, and fewer
    do. Raises at the first answer that is wrong.
    """
    generation = GenerationConfig(deterministic=True, database="none")
    project = ProjectConfig(generation=generation)
    config = SchemathesisConfig(projects=ProjectsConfig(default=project), seed=1)
    document = schemathesis.openapi.from_wsgi("/openapi.json", app, config=config)
    operations = [found.ok() for found in document.get_all_operations() if isinstance(found, Ok)]
    for operation in operations:
        number = examples if operation.body else examples // 2
        _try(operation.as_strategy(GenerationMode.NEGATIVE), token, number)
        existing = {each.name: (known or {}).get(each.name, _NOWHERE) for each in operation.path_parameters}
        somewhere = existing and _NOWHERE not in existing.values()
        positive = operation.as_strategy(path_parameters=existing) if somewhere else operation.as_strategy()
        _try(positive, token, number)
    return len(operations)


def _try(cases: SearchStrategy[Case], token: str, examples: int) -> None:
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,  # the first request of a run opens connections
        phases=[Phase.explicit, Phase.generate],  # shrinking would take longer than reading the first failure
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def attempt(case: Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=_CHECKS)

    attempt()
