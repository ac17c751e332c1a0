"""Who lives in a community, how each can be told, and who is meant by a rule."""
