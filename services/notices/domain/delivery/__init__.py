"""How a notice gets to residents: channels, states of a delivery, lanes, hours, fallback."""
