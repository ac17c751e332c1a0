"""The service's one database."""

from __future__ import annotations

from shared.database.database import Database

database = Database("training")
unit_of_work = database.unit_of_work
reading = database.reading
