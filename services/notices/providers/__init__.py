"""Who carries messages out of the house: one small interface, and a module for each kind of provider."""
