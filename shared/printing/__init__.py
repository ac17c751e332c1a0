"""The font that printed papers carry with them (docs/decisions/0012)."""
