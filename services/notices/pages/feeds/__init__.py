"""A board for programs: Atom, RSS and JSON Feed."""
