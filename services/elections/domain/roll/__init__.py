"""Who may vote: the roll, its changes and objections; what a person is known by, and who is whose relative."""
