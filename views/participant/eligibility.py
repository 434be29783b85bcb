"""«Cek syarat»: whether one may take part, before any account exists."""

from flask import Blueprint

blueprint = Blueprint("eligibility", __name__)
