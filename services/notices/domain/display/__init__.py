"""Notices on physical boards (宣传栏): hung, seen and taken off, each with a photo in a chain of hashes."""
