"""The committee before, beside and between elections: who runs them, who is in office, and the other votes."""
