"""`./shequ …`: what operators and scripts type."""
