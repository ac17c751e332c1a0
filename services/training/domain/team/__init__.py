"""What a team must be like, and who could follow: structure rules, the reserve pool."""
