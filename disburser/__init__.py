"""A simulated payout provider: a program of its own that knows ours only as a customer."""
