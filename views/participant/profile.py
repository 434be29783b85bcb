"""What we know of a participant: results, verification, profile and the look of the pages."""

from flask import Blueprint, Response
from flask_login import login_required
from wtforms import RadioField

import clock
from actions import profile as profiles
from formats import gelombang as results
from formats import verification
from queries import gelombang, participations
from rules import categories
from views.access import viewer_participant
from views.fields import Form
from views.pages import go_to, render

blueprint = Blueprint("profile", __name__)

FOLLOW_PHONE = "hp"
THEMES = [("terang", "Terang"), ("gelap", "Gelap"), (FOLLOW_PHONE, "Ikuti HP")]


class ThemeForm(Form):
    tema = RadioField("Tampilan", validate_choice=False)

    def validate_tema(self, field: RadioField) -> None:
        """The message stands at the choices, in our words."""
        if field.data not in dict(THEMES):
            self.refuse(field, "Pilih terang, gelap, atau ikuti HP")


@blueprint.get("/riwayat-gelombang")
@login_required
def history() -> Response:
    """Every result with its reason, newest first."""
    participant = viewer_participant()
    parts = participations.history_of(participant)
    return render(
        "participant/profile/history.html",
        verified=all(part.state == "done" for part in verification.parts(participant)),
        lines=results.history(parts, clock.now()),
        latest=gelombang.latest(clock.now()),
    )


@blueprint.get("/profil")
@login_required
def profile() -> Response:
    """What we know of the participant, the look of the pages, the way out."""
    chosen = viewer_participant().theme or FOLLOW_PHONE
    return _profile_page(ThemeForm(formdata=None, tema=chosen))


@blueprint.post("/profil/tema")
@login_required
def choose_theme() -> Response:
    """Light, dark, or as the phone says."""
    form = ThemeForm()
    if not form.validate_on_submit() or form.errors:
        return _profile_page(form, 422)
    theme = form.tema.data
    profiles.choose_theme(viewer_participant(), None if theme == FOLLOW_PHONE else theme)
    return go_to("/profil", notice="Tampilan disimpan.")


def _profile_page(form: ThemeForm, status: int = 200) -> Response:
    participant = viewer_participant()
    return render(
        "participant/profile/profile.html",
        status=status,
        participant=participant,
        interests=[
            categories.SLUGS[slug].name
            for slug in participant.interests
            if slug in categories.SLUGS
        ],
        form=form,
        themes=THEMES,
    )
