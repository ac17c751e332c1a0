"""The steps of an election, the duties before each of them, and the exceptions from those."""
