"""What a message's text is."""

Message = tuple[str, str, str]  # channel, subject, text
