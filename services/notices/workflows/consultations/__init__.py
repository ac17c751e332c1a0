"""Consultations: put to residents, written in, concluded; days that passed are told."""
