"""The desk of training: `desk` with all its pages."""

from __future__ import annotations

from services.training.pages.desk import planner, records, schedules
from services.training.pages.desk.routes import desk

__all__ = ["desk", "planner", "records", "schedules"]
