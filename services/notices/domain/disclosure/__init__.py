"""Disclosure (居务公开): what is due when, what became of it, and complaints that it was not done (Art 34, 35)."""
