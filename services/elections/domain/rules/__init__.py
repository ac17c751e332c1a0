"""Rule sets: the law as versioned data, its number words, and its boundary cases."""
