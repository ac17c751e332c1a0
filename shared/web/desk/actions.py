"""Actions at the desk: each is an operation of the API with a title, on a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import current_app
from marshmallow import Schema
from werkzeug.datastructures import FileStorage

from shared.ids import new_id
from shared.web.desk.beginnings import begun, changed
from shared.web.desk.forms import Choices, Field, Rows, Words, body_of, filled, inputs, without
from shared.web.desk.inside import Answer, ask, call

Ids = Mapping[str, str]
"""The variables of an operation's path, such as `election_id`."""

ChoicesFor = Callable[[Ids], Mapping[str, Choices]]


@dataclass(frozen=True, slots=True)
class Action:
    """`endpoint` is Flask's name of the API operation. `fixed` is sent with every form and not shown; `omitted` is not
    even sent.

    `omitted` names a column of a table of inputs as `findings.fen`. `at` are variables of the path that are always the
    same, `schema` describes a body of which the operation only says that it is an object.

    `choices` gives the values from which a field is chosen, by the field's name; `labels` what a field is called here.
    `states` are those of its owner in which it can be done (empty: in any), `right` the scope where the operation asks
    for another one than it says, `then` the page to go on to, made of the answer: `/desk/elections/{id}`. `preview` is
    the operation that tells how what was typed will look; the service's `desk/_preview.html` shows its answer.
    `begins` is the operation that shows what is changed, with which the form begins; `called` tells what its answer
    calls an input (or `version`), where that has another name there.
    """

    endpoint: str
    title: str
    hint: str = ""
    button: str = "办理"
    fixed: Mapping[str, Any] = field(default_factory=dict)
    omitted: Collection[str] = ()
    at: Mapping[str, str] = field(default_factory=dict)
    schema: type[Schema] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    choices: ChoicesFor | None = None
    form: Callable[[Ids], list[Field | Rows]] | None = None
    rows: int = 5
    name: str = ""
    states: Collection[str] = ()
    right: str = ""
    then: str = ""
    preview: str = ""
    begins: str = ""
    called: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """In the action's address: two actions may be one operation with other fixed values."""
        return self.name or self.endpoint

    @property
    def method(self) -> str:
        return next(iter((self._rule.methods or set()) - {"HEAD", "OPTIONS"}))

    @property
    def scope(self) -> str:
        return self.right or str(getattr(self._view, "required_scope", ""))

    def possible(self, state: str | None) -> bool:
        return state is None or not self.states or state in self.states

    def path(self, ids: Ids) -> str:
        adapter = current_app.url_map.bind("")
        named = {name: self.at[name] if name in self.at else ids[name] for name in self._rule.arguments}
        return adapter.build(self.endpoint, named)

    def fields(self, words: Words, ids: Ids, values: Mapping[str, str]) -> list[Field | Rows]:
        if self.form is not None:
            return [filled(each, values) for each in self.form(ids)]
        chosen = self.choices(ids) if self.choices else {}
        here = replace(self.words(words), choices={**words.choices, **chosen}, rows=self.rows)
        found = (each for schema in self._schemas for each in inputs(schema, here, values))
        asked = [each for each in found if self._unasked.isdisjoint({each.name, each.name.partition(".")[0]})]
        return [without(each, self._unasked) for each in asked]

    def begin(self, ids: Ids) -> dict[str, str]:
        """What the inputs hold when the form is opened, and the `version` of what they show. Raises Refused."""
        if not self.begins:
            return {}
        found = ask(replace(self, endpoint=self.begins).path(ids))
        item = found | {name: found[theirs] for name, theirs in self.called.items()}
        held = {name: value for schema in self._schemas for name, value in begun(schema, item).items()}
        asked = {name: value for name, value in held.items() if name.partition(".")[0] not in self._unasked}
        return asked | ({"version": str(item["version"])} if "version" in item else {})

    def words(self, words: Words) -> Words:
        """The service's, with what fields are called here."""
        return replace(words, labels={**words.labels, **self.labels})

    def perform(
        self,
        ids: Ids,
        values: Mapping[str, str],
        *,
        files: Mapping[str, FileStorage],
        version: str | None,
        key: str | None,
    ) -> Answer:
        """Sends what was typed. `version` goes as If-Match, `key` as Idempotency-Key: a second click changes
        nothing."""
        body = self._body(values)
        if self.begins and self.method == "PATCH":
            body = changed(self._body(self.begin(ids)), body)
        headers = {"If-Match": f'"{version}"'} if version else {}
        if key and self.method == "POST":
            headers["Idempotency-Key"] = key
        return call(self.method, self.path(ids), body={**self.fixed, **body}, files=files, headers=headers)

    def look(self, ids: Ids, values: Mapping[str, str]) -> Answer:
        """How what was typed will look; nothing is saved."""
        return replace(self, endpoint=self.preview).perform(ids, values, files={}, version=None, key=None)

    @property
    def _unasked(self) -> set[str]:
        return {*self.fixed, *self.omitted}

    def _body(self, values: Mapping[str, str]) -> dict[str, Any]:
        return {name: value for schema in self._schemas for name, value in body_of(schema, values).items()}

    @property
    def _schemas(self) -> list[Schema]:
        """What the operation's body is read by."""
        if self.schema is not None:
            return [self.schema()]
        arguments = getattr(self._view, "_apidoc", {}).get("arguments", {}).get("parameters", ())
        schemas = (each["schema"] for each in arguments if each["in"] in {"json", "files", "form"})
        return [each() if isinstance(each, type) else each for each in schemas]

    @property
    def _view(self) -> Any:
        return current_app.view_functions[self.endpoint]

    @property
    def _rule(self) -> Any:
        return next(rule for rule in current_app.url_map.iter_rules(self.endpoint))


def new_key() -> str:
    return str(new_id())
