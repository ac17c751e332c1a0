"""Activities of a community: sign-up, places, check-in, and how many must come."""
