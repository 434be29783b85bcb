"""Speaking to the outside: a real and a pretend one each; called by jobs.py alone."""
