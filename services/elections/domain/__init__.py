"""The law of elections as pure functions and values: no framework, no clock, no I/O."""
