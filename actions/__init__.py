"""Writes: one function per event. Each is one transaction through ledger.write()."""
