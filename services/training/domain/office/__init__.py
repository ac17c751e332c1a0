"""Who is in office: cadres and their posts, terms, the roster, how long they serve."""
