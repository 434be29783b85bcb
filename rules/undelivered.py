"""Messages that were given up: which of them still help whoever gets them later. Pure."""

from datetime import timedelta

# What carries a code or proves an address lives for minutes, and was asked for anew long ago.
CODES = (
    "email_link",
    "reset_link",
    "sign_in_code",
    "phone_code",
    "old_phone_code",
    "link_code",
    "otp",
)

# Reminders: how long after it was written one is still true («Sisa 3 jam» is not for long).
TRUE_FOR = {
    "deadline_near": timedelta(hours=1),
    "session_near": timedelta(days=1),
    "account_missing": timedelta(days=3),
    "account_trouble": timedelta(days=3),
}

SHOWN_FOR = timedelta(days=30)
# One that was tried, and is still unsent so long after it was due, waits for its gateway. What was
# never tried only waits for its turn, which may take longer after a draw.
HELD_AFTER = timedelta(minutes=10)
