"""Joining a gelombang, and leaving it before the close."""

from flask import Blueprint

blueprint = Blueprint("gelombang", __name__)
