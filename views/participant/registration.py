"""Registering: account, e-mail link, phone code; and forgotten passwords."""

from flask import Blueprint

blueprint = Blueprint("registration", __name__)
