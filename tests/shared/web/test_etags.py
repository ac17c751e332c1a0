from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

THING = {"area": "450403002003", "name": "步埠"}


@pytest.fixture
def thing(client: FlaskClient, clerk: dict[str, str]) -> Any:
    return client.post("/api/v1/things", json=THING, headers=clerk)


def _rename(client: FlaskClient, clerk: dict[str, str], address: str, name: str, **headers: str) -> Any:
    return client.patch(address, json={"name": name}, headers={**clerk, **headers})


def test_an_update_names_the_version_it_was_made_from(client: FlaskClient, clerk: dict[str, str], thing: Any) -> None:
    first = _rename(client, clerk, thing.location, "新名", **{"If-Match": thing.headers["ETag"]})
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    late = _rename(client, clerk, thing.location, "晚了", **{"If-Match": thing.headers["ETag"]})
    assert (late.status_code, late.json["code"]) == (412, "version_changed")


def test_an_update_without_a_version_is_asked_for_one(client: FlaskClient, clerk: dict[str, str], thing: Any) -> None:
    answer = _rename(client, clerk, thing.location, "新名")
    assert (answer.status_code, answer.json["code"]) == (428, "if_match_required")


@pytest.mark.parametrize("version", ['"x"', "-1", '""', '"99999999999999999999"', '"2", "3"', "²", '"0"'])
def test_what_is_no_version_of_this_thing_does_not_match(
    client: FlaskClient, clerk: dict[str, str], thing: Any, version: str
) -> None:
    assert _rename(client, clerk, thing.location, "新名", **{"If-Match": version}).status_code == 412


@pytest.mark.parametrize("versions", ["*", '"7", "1"', 'W/"1", "x"'])
def test_one_of_several_versions_matches_and_so_does_any(
    client: FlaskClient, clerk: dict[str, str], thing: Any, versions: str
) -> None:
    """RFC 9110, 13.1.1."""
    assert _rename(client, clerk, thing.location, "新名", **{"If-Match": versions}).status_code == 200


def test_a_version_that_a_proxy_made_weak_is_known(client: FlaskClient, clerk: dict[str, str], thing: Any) -> None:
    weak = f"W/{thing.headers['ETag']}"
    assert _rename(client, clerk, thing.location, "新名", **{"If-Match": weak}).status_code == 200


def test_another_districts_thing_is_not_found(client: FlaskClient, thing: Any, token: Callable[..., str]) -> None:
    foreign = {"Authorization": f"Bearer {token('elections:write', area='450405000000')}"}
    assert _rename(client, foreign, thing.location, "新名", **{"If-Match": '"1"'}).status_code == 404
