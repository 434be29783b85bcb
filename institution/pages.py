"""What every page of the institution stands on: its settings, its memory, who is looking."""

import json
from functools import wraps
from typing import Any

from flask import (
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
)

from institution.store import Store


def settings() -> dict[str, Any]:
    """The file as it is now: rooms are made anew while the institution runs."""
    if "settings" not in g:
        g.settings = json.loads(current_app.config["FILE"].read_text())
    return g.settings  # type: ignore[no-any-return]


def store() -> Store:
    """The institution's memory."""
    return current_app.extensions["store"]  # type: ignore[no-any-return]


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page of ours; what `go` was told to say stands on top of it, once."""
    values.setdefault("learner", None)
    values.setdefault("said", session.pop("said", None))
    return make_response(render_template(template, **values), status)


def go(url: str, said: str | None = None) -> Response:
    """Lead to another page, which says `said`."""
    if said:
        session["said"] = said
    return make_response(redirect(url, 303))


def learners(view: Any) -> Any:
    """For signed-in learners who told their address; others are led there."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Response:
        learner = store().learner(session.get("learner", 0))
        if learner is None:
            session["next"] = request.full_path.rstrip("?") if request.method == "GET" else "/"
            return go("/")
        if learner["email_sealed"] is None and request.path != "/email":
            session["next"] = request.full_path.rstrip("?") if request.method == "GET" else "/"
            return go("/email")
        return view(learner, *args, **kwargs)  # type: ignore[no-any-return]

    return guarded
