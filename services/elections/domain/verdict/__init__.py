"""What the figures mean by law: who is elected, and what must be voted on again."""
