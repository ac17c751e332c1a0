"""Polling day before the count: stations and staff, papers and who received one, proxies."""
