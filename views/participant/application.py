"""The applicant's profile in five short pages."""

from flask import Blueprint

blueprint = Blueprint("application", __name__)
