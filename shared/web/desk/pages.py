"""The pages of a service's desk: one for each action, and whatever pages the service adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from shared import areas
from shared.jobs.states import FINAL
from shared.web.desk.actions import Action, Ids, new_key
from shared.web.desk.faults import line_of_file, placed
from shared.web.desk.forms import Words, typed
from shared.web.desk.inside import Answer, Refused, ask
from shared.web.desk.sign_in import authenticate_desk

_OWN = ("back", "version", "key", "about")
"""Hidden inputs that are the desk's own. `about` names what the form is about, so that nobody mends the wrong line."""

_ID = "id."
"""Before the names of hidden inputs that stand in the operation's path."""


_LOOK = "look"
"""The button that shows how what was typed will look."""

_SHAPES: Mapping[str, Callable[[str], object]] = {"id": UUID, "area": areas.check, "number": int}
"""What refuses a name that cannot be, by the last word of what it names: with ValueError, or Invalid in words."""


class Desk(Blueprint):
    """Pages for officers who are signed in. `actions` are what can be done, `words` how forms speak."""

    authentication = "desk"

    def __init__(self, name: str, import_name: str, *, actions: Sequence[Action], words: Words) -> None:
        super().__init__(name, import_name, url_prefix="/desk", template_folder="templates")
        self.actions = {action.code: action for action in actions}
        self.words = words
        self.before_request(authenticate_desk)
        self.after_request(_keep_private)
        self.register_error_handler(Refused, _refused)
        self.add_url_rule("/do/<code>", "show_action", self._show)
        self.add_url_rule("/do/<code>", "perform_action", self._perform, methods=["POST"])
        self.add_url_rule("/jobs/<uuid:job_id>", "show_job", self._show_job)

    def may(self, code: str) -> bool:
        """Whether the person at the desk has the right that the action needs."""
        return bool(g.actor.has(self.actions[code].scope))

    def done(self) -> Action | None:
        """The action that was done just now, to say so."""
        return self.actions.get(request.args.get("done", ""))

    def _show(self, code: str) -> str:
        action = self._action(code)
        named, _ = _parted(request.args)
        hidden, values = _parted({**request.args, **action.begin(_ids(named))})
        return self._page(action, {**hidden, "key": new_key()}, values)

    def _perform(self, code: str) -> ResponseReturnValue:
        action = self._action(code)
        hidden, values = _parted(typed(request.form.items(multi=True)))
        if action.preview and values.pop(_LOOK, ""):
            looked = action.look(_ids(hidden), values)
            return self._page(action, hidden, values, looked), looked.status
        files = {name: file for name, file in request.files.items() if file.filename}
        answer = action.perform(_ids(hidden), values, files=files, version=hidden.get("version"), key=hidden.get("key"))
        if answer.ok:
            return redirect(_onward(action, hidden, answer), 303)
        return self._page(action, {**hidden, "key": new_key()}, values, answer), answer.status

    def _page(
        self, action: Action, hidden: Mapping[str, str], values: Mapping[str, str], answer: Answer | None = None
    ) -> str:
        problem: dict[str, Any] = answer.body or {} if answer and not answer.ok else {}
        fields = action.fields(self.words, _ids(hidden), values)
        faults = placed(problem, fields, action.words(self.words))
        return render_template(
            "desk/action.html",
            action=action,
            fields=fields,
            hidden=hidden,
            back=_page_of_desk(hidden.get("back", "")),
            problem=problem,
            preview=answer.body if answer and answer.ok else None,
            faults=faults,
            beside={fault.name: fault.message for fault in faults if fault.name},
        )

    def _show_job(self, job_id: UUID) -> str:
        """How far heavy work has got, and what is wrong with a file that was refused; looks again by itself."""
        job = ask(f"/api/v1/jobs/{job_id}")
        return render_template(
            "desk/job.html",
            job=job,
            over=job["state"] in FINAL,
            done=self.actions.get(request.args.get("done", "")),
            back=_page_of_desk(request.args.get("back", "")),
            line_of_file=line_of_file,
        )

    def _action(self, code: str) -> Action:
        if code not in self.actions:
            abort(404)
        return self.actions[code]


def _parted(values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The desk's own inputs, and the operation's."""
    hidden = {name: value for name, value in values.items() if name.startswith(_ID) or name in _OWN}
    return hidden, {name: value for name, value in values.items() if name not in hidden}


class _Named(dict[str, str]):
    """What a form's address says that it is about. A form without it, or about what cannot be, is no page."""

    def __missing__(self, name: str) -> NoReturn:
        abort(404)


def _ids(hidden: Mapping[str, str]) -> Ids:
    named = _Named({name.removeprefix(_ID): value for name, value in hidden.items() if name.startswith(_ID)})
    try:
        for name, value in named.items():
            _SHAPES.get(name.rpartition("_")[2], str)(value)
    except ValueError:
        abort(404)
    return named


def _onward(action: Action, hidden: Mapping[str, str], answer: Answer) -> str:
    """The page that says that the action was done: its own, or where the person came from."""
    back = _page_of_desk(hidden.get("back", ""))
    if action.then:
        query = urlencode({"done": action.code, "back": back})
        return f"{request.script_root}{action.then.format_map(answer.body)}?{query}"
    path, _, fragment = back.partition("#")
    anchor = f"#{fragment}" if fragment else ""
    return f"{request.script_root}{path.partition('?')[0]}?done={action.code}{anchor}"


def _page_of_desk(wanted: str) -> str:
    """An address from outside may lead anywhere."""
    return wanted if wanted.startswith("/desk/") and "\\" not in wanted else "/desk/"


def _refused(error: Refused) -> tuple[str, int]:
    body = error.answer.body or {}
    page = render_template("problem.html", title=body.get("title", ""), detail=body.get("detail", ""))
    return page, error.answer.status


def _keep_private(response: Response) -> Response:
    response.cache_control.no_store = True
    return response
