"""Receiving visitors: ask, check, act, answer."""
