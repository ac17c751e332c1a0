"""Making plans with CP-SAT. Beside `domain` and above it: the domain knows no solver."""
