from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from sqlalchemy import text

from services.notices.domain.editions import words_hash
from services.notices.domain.wording import Text
from shared.database.database import make_engine
from shared.ids import new_id
from tests.conftest import COMMUNITY

_STEP = import_module("services.notices.store.migrations.versions.0013_create_editions_and_attachments")

_NOTICE = """
INSERT INTO notices (id, area, kind, state, version, title, body, title_en, author, published_at)
VALUES (:id, :area, 'news', :state, 1, '题', '文**1**', 'Title', 'author', :published_at)"""


def test_what_hung_before_has_its_first_edition_with_the_hash_that_the_rules_reckon(
    new_database: Callable[[str], str],
) -> None:
    engine = make_engine(new_database("notices"), pool=1)
    hung, draft = new_id(), new_id()
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE editions, attachments"))
        for number, state, day in ((hung, "published", "2026-01-02"), (draft, "draft", None)):
            values = {"id": number, "area": COMMUNITY, "state": state, "published_at": day}
            connection.execute(text(_NOTICE), values)
        connection.execute(text(_STEP._STATEMENTS))
        rows = connection.execute(text("SELECT notice_id, number, state, reason, sha256 FROM editions")).all()
    engine.dispose()
    expected = words_hash(Text("题", "文**1**", "Title", None), [])
    assert [tuple(row) for row in rows] == [(hung, 1, "published", None, expected)]
