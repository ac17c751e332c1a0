from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.auth.actor import Actor
from shared.database.database import Database


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_trail SET actor = 'x'", "DELETE FROM audit_trail", "TRUNCATE audit_trail"]
)
def test_nobody_rewrites_the_audit_trail(database: Database, statement: str) -> None:
    actor = Actor.system("elections")
    with database.unit_of_work(actor) as uow:
        uow.record("certify", subject="elections/1", area="450403002003")
    with pytest.raises(DBAPIError, match="append-only"), database.unit_of_work(actor) as uow:
        uow.session.execute(text(statement))
    with database.reading() as session:
        assert session.scalar(text("SELECT actor FROM audit_trail")) == "system:elections"
