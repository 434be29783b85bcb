"""The officers' first door: verification, alerts, appeals, gelombang."""

from flask import Blueprint

blueprint = Blueprint("office", __name__, url_prefix="/petugas")
