"""«Verifikasi Akun»: face, NIK and KK, and the result."""

from flask import Blueprint

blueprint = Blueprint("identity", __name__)
