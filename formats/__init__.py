"""What people read: money, dates, sentences, messages, in Indonesian."""
