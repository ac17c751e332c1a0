"""Elections of residents' committees, from announcement to certified result."""
