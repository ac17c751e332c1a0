"""A district office at its desk: people with tokens, and calls to the three public APIs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from shared import clock
from shared.auth.keys import mint
from shared.auth.roles import ROLES

PEOPLE: dict[str, str] = {
    "clerk": "election_clerk",
    "tally-a": "tally_clerk",
    "tally-b": "tally_clerk",
    "certifier": "election_certifier",
    "trainer": "training_clerk",
    "decider": "training_decider",
    "editor": "notice_editor",
    "sender": "notice_approver",
    "registrar": "residents_clerk",
    "worker": "community_worker",
    "operator": "operator",
    "officer": "district_officer",
}
"""Who works on the election, and in which role: no one person can type, compare and certify."""

_JOB_SECONDS = 120


class Refused(Exception):
    """The API said no; the text is its own, as a clerk would read it."""

    def __init__(self, answer: httpx.Response) -> None:
        self.problem: dict[str, Any] = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
        self.status = answer.status_code
        super().__init__(f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:800]}")

    @property
    def codes(self) -> set[str]:
        """Of the refusal, and of each field that it is about."""
        return {self.problem.get("code", ""), *(fault["code"] for fault in self.problem.get("fields", []))}


@dataclass
class Office:
    """`urls`: the services' addresses by name. `key`: the private key that signs its tokens. Use it in `with`."""

    urls: dict[str, str]
    key: Path
    area: str
    _http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, trust_env=False))
    _tokens: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, person: str, service: str, path: str, **query: Any) -> Any:
        return self._call(person, "GET", service, path, params=query)

    def post(self, person: str, service: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return self._call(person, "POST", service, path, json=body or {})

    def put(self, person: str, service: str, path: str, body: dict[str, Any], *, version: int) -> Any:
        """Replaces what has the version (0: what is not there yet)."""
        return self._call(person, "PUT", service, path, json=body, extra={"If-Match": f'"{version}"'})

    def fetch(self, service: str, path: str) -> bytes:
        """What a public page gives to anybody."""
        answer = self._http.get(self.urls[service] + path)
        if answer.is_error:
            raise Refused(answer)
        return answer.content

    def submit(self, service: str, path: str, form: dict[str, str]) -> None:
        """Fills in a public form, as a phone does."""
        answer = self._http.post(self.urls[service] + path, data=form, headers={"Accept": "text/html"})
        if answer.is_error:
            raise Refused(answer)

    def upload(self, person: str, service: str, path: str, file: Path, **form: str) -> Any:
        with file.open("rb") as content:
            return self._call(person, "POST", service, path, files={"file": (file.name, content)}, data=form)

    def download(self, person: str, service: str, path: str) -> bytes:
        """A file."""
        return self._send(person, "GET", service, path).content

    def follow_job(self, person: str, service: str, job_id: str) -> Any:
        """The states of a job, one after the other, until it is over. Raises RuntimeError when it did not succeed."""
        deadline = time.monotonic() + _JOB_SECONDS
        while time.monotonic() < deadline:
            job = self.get(person, service, f"/api/v1/jobs/{job_id}")
            yield job
            if job["state"] == "done":
                return
            if job["state"] in {"refused", "failed"}:
                raise RuntimeError(f"job {job['task']}: {job['outcome']}")
            time.sleep(0.1)
        raise TimeoutError(f"job {job_id} took more than {_JOB_SECONDS} seconds")

    def _call(self, person: str, method: str, service: str, path: str, **options: Any) -> Any:
        answer = self._send(person, method, service, path, **options)
        return answer.json() if answer.content else None

    def _send(
        self, person: str, method: str, service: str, path: str, *, extra: dict[str, str] | None = None, **options: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token(person)}", "Accept-Language": "zh-CN", **(extra or {})}
        answer = self._http.request(method, self.urls[service] + path, headers=headers, **options)
        if answer.is_error:
            raise Refused(answer)
        return answer

    def _token(self, person: str) -> str:
        if person not in self._tokens:
            self._tokens[person] = mint(
                self.key,
                subject=f"demo:{person}",
                area=self.area,
                scopes=ROLES[PEOPLE[person]],
                issued=clock.now(),
                valid_for=timedelta(hours=2),
            )
        return self._tokens[person]
