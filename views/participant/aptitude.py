"""The test of motivation and basic ability, one question a page."""

from flask import Blueprint

blueprint = Blueprint("aptitude", __name__)
