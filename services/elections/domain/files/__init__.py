"""Reading what clerks send as tables, and telling all of their faults at once."""
