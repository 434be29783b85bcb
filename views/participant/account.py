"""The account itself: sign-ins, change of phone."""

from flask import Blueprint

blueprint = Blueprint("account", __name__)
