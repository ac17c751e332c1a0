"""What happens to a suggestion, from its arrival until its contact is forgotten."""
