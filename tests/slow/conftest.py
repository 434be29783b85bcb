"""The long journeys use the same server and browser as the short ones."""

from tests.journeys.conftest import address, browser, home

__all__ = ["address", "browser", "home"]
