"""Which training room a browser is in, kept in a cookie of its own."""

from flask import Response

import rooms
from config import settings

ROOM_COOKIE = "ruang"


def remember_room(response: Response, name: str) -> Response:
    """Keep the room this browser asked for, if it exists; production has no rooms."""
    if settings.training and name in rooms.names():
        response.set_cookie(ROOM_COOKIE, name, httponly=True, samesite="Lax", max_age=30 * 86400)
    return response
