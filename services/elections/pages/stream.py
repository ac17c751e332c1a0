"""The live count as server-sent events: one reader of the database for all viewers of a process.

A viewer waits on a condition; one thread looks every fifth of a second whether a watched election has changed and, if
so, makes the new state once for everybody. An event holds the whole state, so that who missed some has missed
nothing, and who is slow gets fewer of them. Its id is the version: a viewer who comes back with Last-Event-ID and has
the newest one waits for the next.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError

from services.elections.pages.live_count import LiveCount, live_count, shown_election
from services.elections.store.callouts import Progress, progress
from services.elections.store.database import reading
from shared import metrics
from shared.errors import Unavailable
from shared.settings import Settings

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.2  # a paper takes some seconds to call
_AWAY_SECONDS = 2  # between looks while the database does not answer
_HEARTBEAT_SECONDS = 15  # below the minute after which proxies give a silent connection up
_RETRY = b"retry: 2000\n\n"
_HEARTBEAT = b": still here\n\n"


@dataclass(frozen=True, slots=True)
class Frame:
    """A state as it is sent to every viewer."""

    version: int
    over: bool
    sent: bytes


class Feed:
    """The viewers of one process. `most` of them, since each holds a thread."""

    def __init__(self, most: int, *, heartbeat: float = _HEARTBEAT_SECONDS) -> None:
        self._most, self._heartbeat = most, heartbeat
        self._changed = threading.Condition()
        self._viewers: Counter[UUID] = Counter()
        self._frames: dict[UUID, Frame] = {}
        self._known: dict[UUID, Progress] = {}
        self._reader: threading.Thread | None = None

    def enter(self, election_id: UUID) -> None:
        """Raises Unavailable when all places are taken. Whoever entered leaves."""
        with self._changed:
            if self._viewers.total() >= self._most:
                raise Unavailable("live_full", "观看人数已满，请稍后再试；唱票结果以现场公布的为准。")
            self._viewers[election_id] += 1
            metrics.LIVE_VIEWERS.set(self._viewers.total())
            if self._reader is None:  # here and not at the start: a thread does not outlive the server's fork
                self._reader = threading.Thread(target=self._read, name="live-reader", daemon=True)
                self._reader.start()
            self._changed.notify_all()

    def leave(self, election_id: UUID) -> None:
        with self._changed:
            self._viewers[election_id] -= 1
            if not self._viewers[election_id]:
                for kept in (self._viewers, self._frames, self._known):
                    kept.pop(election_id, None)
            metrics.LIVE_VIEWERS.set(self._viewers.total())

    def frames(self, election_id: UUID, seen: int) -> Iterator[bytes]:
        """What a viewer is sent, until the count is over."""
        yield _RETRY
        while True:
            frame = self._after(election_id, seen)
            yield frame.sent if frame else _HEARTBEAT
            if frame and frame.over:
                return
            seen = frame.version if frame else seen

    def _after(self, election_id: UUID, seen: int) -> Frame | None:
        """None after a while without news."""

        def news() -> Frame | None:
            frame = self._frames.get(election_id)
            return frame if frame and (frame.version != seen or frame.over) else None

        with self._changed:
            return self._changed.wait_for(news, self._heartbeat)

    def _read(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._viewers.total() > 0)
                watched = set(self._viewers)
            try:
                self._look(watched)
                time.sleep(_LOOK_SECONDS)
            except SQLAlchemyError:
                log.warning("the live count cannot be read", exc_info=True)
                time.sleep(_AWAY_SECONDS)

    def _look(self, watched: set[UUID]) -> None:
        with reading() as session:
            now = {each.election_id: each for each in progress(session, watched)}
            changed = {each for each in watched if each not in self._frames or self._known.get(each) != now.get(each)}
            made = {each: _frame(live_count(session, shown_election(session, each))) for each in changed}
        if made:
            with self._changed:
                self._known |= {each: now[each] for each in made if each in now}
                self._frames |= {each: frame for each, frame in made.items() if self._viewers[each]}
                self._changed.notify_all()


def _frame(count: LiveCount) -> Frame:
    sheets = [{"key": sheet.key, **asdict(sheet)} for sheet in count.sheets]
    state = json.dumps({"version": count.version, "sheets": sheets, "boards": count.boards}, ensure_ascii=False)
    kind = "over" if count.over else "count"
    sent = f"id: {count.version}\nevent: {kind}\ndata: {state}\n\n"
    return Frame(count.version, count.over, sent.encode())


def stream_blueprint(settings: Settings) -> Blueprint:
    stream = Blueprint("stream", __name__)
    feed = Feed(settings.live_viewers)
    page = urlsplit(settings.public_url("elections"))

    @stream.get("/elections/<uuid:election_id>/live/stream")
    def follow(election_id: UUID) -> Response:
        """404 for an election that was not announced, 503 with Retry-After when all places are taken."""
        with reading() as session:
            shown_election(session, election_id)
        feed.enter(election_id)
        seen = request.headers.get("Last-Event-ID", "")
        frames = feed.frames(election_id, int(seen) if seen.isdecimal() else -1)
        answer = Response(frames, mimetype="text/event-stream")
        answer.call_on_close(lambda: feed.leave(election_id))
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Accel-Buffering"] = "no"
        return answer

    @stream.after_request
    def _for_the_page(response: Response) -> Response:
        """The page may have another port (embedded); no other page may listen."""
        response.headers["Access-Control-Allow-Origin"] = f"{page.scheme}://{page.netloc}"
        return response

    return stream
