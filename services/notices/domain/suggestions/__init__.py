"""Suggestions, questions and complaints of residents, and what is owed to those who ask."""
