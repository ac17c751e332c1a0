"""The nine regimes (制度) by which a community's work is kept in order, and the simple registers beside them."""
