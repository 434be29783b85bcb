"""Pages for everybody and for participants: one file per feature."""
