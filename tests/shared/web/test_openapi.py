from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient


@pytest.fixture
def document(client: FlaskClient) -> Any:
    return client.get("/openapi.json").json


def test_the_document_is_openapi_3_1(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"] == "Things"


def test_operations_say_what_they_do_and_need(document: Any) -> None:
    operation = document["paths"]["/api/v1/things"]["post"]
    assert operation["summary"] == "Make a thing"
    assert operation["security"] == [{"bearer": []}]
    assert operation["x-scope"] == "elections:write"
    assert "201" in operation["responses"]


def test_every_bearer_operation_is_documented_as_such(document: Any) -> None:
    for operations in document["paths"].values():
        for method, operation in operations.items():
            if method in {"get", "post", "patch", "put", "delete"}:
                assert operation["security"] == [{"bearer": []}]
                assert operation["x-scope"]


def test_errors_are_documented_as_problems(document: Any) -> None:
    content = document["components"]["responses"]["DEFAULT_ERROR"]["content"]
    assert "application/problem+json" in content


def test_input_takes_no_unknown_fields(document: Any) -> None:
    assert document["components"]["schemas"]["ThingInput"]["additionalProperties"] is False
