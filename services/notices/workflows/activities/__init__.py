"""What happens to an activity, from its plan until the names of those who came are forgotten."""
