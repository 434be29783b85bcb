"""The application, as a list of what is plugged in."""

from datetime import timedelta

import click
from flask import Flask, Response, jsonify
from flask_compress import Compress
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import commands
import jobs
import rooms
from config import settings
from views import access, errors, pages, uploads
from views.operator import (
    office,
    office_complaints,
    office_gelombang,
    office_messages,
    office_money,
    office_orders,
    office_reviews,
    partner_page,
    training_room,
)
from views.participant import (
    account,
    accounts,
    appeals,
    application,
    aptitude,
    attendance,
    cancelling,
    certificates,
    classes,
    complaints,
    courses,
    dashboard,
    draws,
    eligibility,
    front,
    gelombang,
    help,
    identity,
    incentives,
    money_trail,
    partner_docs,
    profile,
    purchases,
    ratings,
    registration,
    surveys,
)
from views.partner import api as partner_api
from views.partner import payouts as payout_callbacks

BLUEPRINTS = (
    front.blueprint,
    registration.blueprint,
    eligibility.blueprint,
    identity.blueprint,
    application.blueprint,
    aptitude.blueprint,
    gelombang.blueprint,
    draws.blueprint,
    account.blueprint,
    dashboard.blueprint,
    courses.blueprint,
    purchases.blueprint,
    certificates.blueprint,
    classes.blueprint,
    cancelling.blueprint,
    ratings.blueprint,
    attendance.blueprint,
    incentives.blueprint,
    money_trail.blueprint,
    accounts.blueprint,
    surveys.blueprint,
    help.blueprint,
    complaints.blueprint,
    partner_docs.blueprint,
    profile.blueprint,
    appeals.blueprint,
    office.blueprint,
    office_gelombang.blueprint,
    office_messages.blueprint,
    office_money.blueprint,
    office_orders.blueprint,
    office_reviews.blueprint,
    office_complaints.blueprint,
    partner_page.blueprint,
    training_room.blueprint,
    partner_api.blueprint,
    payout_callbacks.blueprint,
)


def create_app() -> Flask:
    """A ready application for the settings of this process."""
    app = Flask(__name__, static_folder=None)
    production = not settings.training
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-sesi" if production else "sesi",
        SESSION_COOKIE_SECURE=production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,  # a form with files may be larger (views/uploads.py)
        MAX_FORM_PARTS=200,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # Sec-Fetch-Site and Origin say it better (views/access.py)
        RATELIMIT_HEADERS_ENABLED=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "gzip"],
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    if production:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    Compress(app)
    pages.register(app)
    access.register(app)
    uploads.register(app)
    errors.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    commands.register(app)
    app.add_url_rule("/healthz", view_func=healthz)
    _beside_dev_server()
    return app


def healthz() -> tuple[Response, int]:
    """Whether the database answers; 503 with the reason when it does not."""
    try:
        rooms.database.execute_sql("SELECT 1 FROM participant LIMIT 1")
    except Exception as error:  # whatever it is, the load balancer must hear it
        return jsonify(status="broken", reason=type(error).__name__), 503
    return jsonify(status="ok", mode=settings.mode), 200


def _beside_dev_server() -> None:
    """`flask run` has neither `./run` before it nor gunicorn.conf.py: here is what those do."""
    command = click.get_current_context(silent=True)
    if settings.training and command is not None and command.info_name == "run":
        from demo.story import make_missing  # the cast is needed by nothing else here

        make_missing()
        rooms.resume_clocks()
        jobs.start_loop()
