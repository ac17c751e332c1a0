"""The test behind `make compose-test`: the stack as operators run it, used, disturbed, checked and taken down."""
