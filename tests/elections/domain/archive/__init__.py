"""The result bundle, without a database."""
