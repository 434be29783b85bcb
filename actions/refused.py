"""How an action says no: a rule refused, or the thing does not exist for this person."""

from typing import NoReturn


class NotFound(LookupError):
    """Not there, or not yours: to the person asking, the same."""


def not_found(what: str) -> NoReturn:
    """Raise NotFound, naming only the kind of thing."""
    raise NotFound(what)
