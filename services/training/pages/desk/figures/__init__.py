"""The dashboard's panels, in the order in which an office looks at them."""

from __future__ import annotations

from services.training.pages.desk.figures import duties, pay, people, teams, training
from services.training.pages.desk.panels import Panel
from shared.errors import NotFound

PANELS: tuple[Panel, ...] = (*training.PANELS, *teams.PANELS, *people.PANELS, *pay.PANELS, *duties.PANELS)


def by_code(code: str) -> Panel:
    """Raises NotFound."""
    found = next((panel for panel in PANELS if panel.code == code), None)
    if found is None:
        raise NotFound("figures_not_found", "没有找到您要的内容。")
    return found
