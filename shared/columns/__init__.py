"""What clerks write in the columns of a file: found by header, read cell by cell, all faults told at once."""
