"""Getting notices to residents: campaigns, and the rounds in which they are carried out."""
