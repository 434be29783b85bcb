"""The open draw of a gelombang: what was published, and how to recompute it."""

from flask import Blueprint

blueprint = Blueprint("draws", __name__)
