"""Choosing, claiming, noting and counting deliveries, each in one statement for many rows."""
