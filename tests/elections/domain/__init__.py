"""The rules of an election, article by article."""
