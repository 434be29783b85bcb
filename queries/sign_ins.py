"""Where somebody is signed in."""

from datetime import datetime, timedelta

import clock
from models import Participant, SignIn

# Older rows are dead whatever their idle time (actions/sign_in.py).
OLDEST = timedelta(hours=12)


def live_of(participant: Participant) -> list[SignIn]:
    """The participant's browsers that may still be signed in, the latest used first."""
    since: datetime = clock.real_now() - OLDEST
    return list(
        SignIn.select()
        .where(SignIn.participant == participant, SignIn.created_at > since)
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    )
