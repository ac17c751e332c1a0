"""What is printed, as PDF: the same contents give the same bytes each time (docs/decisions/0012 on the font)."""
