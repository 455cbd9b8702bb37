"""Choosing topics for a passage."""
