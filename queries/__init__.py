"""Reads: what is so. Nothing here writes."""
