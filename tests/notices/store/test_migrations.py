from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, text

from services.notices.domain.editions import words_hash
from services.notices.domain.wording import Text
from shared.database.migrate import newest_revision, upgrade
from shared.ids import new_id
from tests.conftest import COMMUNITY

_NOTICE = """
INSERT INTO notices (id, area, kind, state, version, title, body, title_en, author, approver, published_at)
VALUES (:id, :area, 'news', :state, 1, '题', '文**1**', 'Title', 'last', :approver, :published_at)"""

_CONSULTATION = """
INSERT INTO consultations (id, area, form, title, body, who_is_asked, opens_on, closes_on, supporters_needed,
                           outcome_days, state, version, author, approver, outcome, outcome_by)
VALUES (:id, :area, 'written', '题', '文', '全体居民', '2026-01-01', '2026-01-09', 20, 15, 'closed', 5, 'writer',
        'approver', '结果', 'last')"""

_DEED = """
INSERT INTO good_deeds (id, area, code, person, told, language, state, consent, verified_by, notice_id)
VALUES (:id, :area, 'ABCD', '李秀英', '扶人', 'zh', 'verified', 'given', 'second', :notice)"""

_AUDIT = """
INSERT INTO audit_trail (time, actor, action, subject, area, correlation_id, request_id)
VALUES (now(), :actor, :action, :subject, :area, '', '')"""


def run(engine: Engine, statement: str, **values: Any) -> list[Any]:
    with engine.begin() as connection:
        answer = connection.execute(text(statement), {"area": COMMUNITY, **values})
        return [tuple(row) for row in answer] if answer.returns_rows else []


def bring_up(engine: Engine, to: str = "head") -> None:
    upgrade("notices", engine.url.render_as_string(hide_password=False), to=to)


def audited(engine: Engine, subject: str, *lines: tuple[str, str]) -> None:
    for actor, action in lines:
        run(engine, _AUDIT, actor=actor, action=action, subject=subject)


def test_what_hung_before_has_its_first_edition_with_the_hash_that_the_rules_reckon(
    database_at: Callable[[str, str], Engine],
) -> None:
    engine = database_at("notices", "0012")
    hung, draft = new_id(), new_id()
    for number, state, day in ((hung, "published", "2026-01-02"), (draft, "draft", None)):
        run(engine, _NOTICE, id=number, state=state, approver=None, published_at=day)
    bring_up(engine, "0013")
    expected = words_hash(Text("题", "文**1**", "Title", None), [])
    rows = run(engine, "SELECT notice_id, number, state, reason, sha256 FROM editions")
    assert rows == [(hung, 1, "published", None, expected)]


def test_of_what_waits_to_be_approved_all_who_wrote_are_known_after_the_migration(
    database_at: Callable[[str, str], Engine],
) -> None:
    engine = database_at("notices", "0041")
    waiting, done, asked = new_id(), new_id(), new_id()
    for number, approver in ((waiting, None), (done, "approver"), (asked, None)):
        run(engine, _NOTICE, id=number, state="draft", approver=approver, published_at=None)
    written = ("first", "write_notice"), ("second", "attach"), ("other", "approve"), ("last", "edit_notice")
    audited(engine, f"notices/{waiting}", *written)
    audited(engine, f"notices/{done}", *written)
    bring_up(engine)
    rows = dict(run(engine, "SELECT id, writers FROM notices"))
    assert rows == {waiting: ["first", "second", "last"], done: ["last"], asked: ["last"]}


def test_who_wrote_a_good_deed_s_story_wrote_its_notice_after_the_migration(
    database_at: Callable[[str, str], Engine],
) -> None:
    engine = database_at("notices", "0041")
    deed, notice = new_id(), new_id()
    run(engine, _NOTICE.replace("'news'", "'good_deeds'"), id=notice, state="draft", approver=None, published_at=None)
    run(engine, _DEED, id=deed, notice=notice)
    audited(engine, f"good-deeds/{deed}", ("first", "verify_deed"), ("second", "verify_deed"), ("last", "publish_deed"))
    audited(engine, f"notices/{notice}", ("last", "write_notice"))
    bring_up(engine)
    assert run(engine, "SELECT writers FROM good_deeds") == [(["first", "second"],)]
    ((writers,),) = run(engine, "SELECT writers FROM notices")
    assert (writers[0], set(writers)) == ("last", {"first", "second", "last"})


def test_all_who_wrote_an_outcome_are_known_after_the_migration(database_at: Callable[[str, str], Engine]) -> None:
    engine = database_at("notices", "0041")
    number = new_id()
    run(engine, _CONSULTATION, id=number)
    audited(engine, f"consultations/{number}", ("first", "write_outcome"), ("last", "write_outcome"))
    bring_up(engine)
    rows = run(engine, "SELECT writers, outcome_writers FROM consultations")
    assert rows == [(["writer"], ["first", "last"])]
    assert run(engine, "SELECT version_num FROM alembic_version") == [(newest_revision("notices"),)]
