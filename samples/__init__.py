"""Sample files as a district office would have them, and the seeded generator that made them."""
