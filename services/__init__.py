"""The services. None imports another: what one needs of another arrives as an event."""
