"""Someone who goes on working while parts of the installation are away: registers one area after the other."""

from __future__ import annotations

import threading

from deploy.compose_test.operator import Operator
from deploy.compose_test.stack import Failed

SUBDISTRICT = "450403099"
_PAUSE_SECONDS = 0.1


class BusyClerk:
    """Works between `with` and its end. Raises Failed in the end if any request was refused: without the broker the
    services must go on taking what they are told."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._failure: Exception | None = None
        self.registered = 0

    def __enter__(self) -> BusyClerk:
        self._thread.start()
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._stopping.set()
        self._thread.join()
        if self._failure and error is None:
            raise Failed(f"the clerk could not go on: {self._failure}") from self._failure

    def _work(self) -> None:
        try:
            while not self._stopping.wait(_PAUSE_SECONDS) and self.registered < 999:
                self._register(self.registered + 1)
                self.registered += 1
        except Exception as error:  # noqa: BLE001 - whatever it was, it is raised again in the test's own thread
            self._failure = error

    def _register(self, number: int) -> None:
        code = f"{SUBDISTRICT}{number:03}"
        self._operator.post("/elections/api/v1/areas", {"code": code, "name": f"第{number}社区"})
