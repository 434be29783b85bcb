"""A simulated training institution: a program of its own that knows ours only as a partner does."""
