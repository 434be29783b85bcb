"""«Keberatan»: why an account is blocked, what its owner says against it, and the answer."""

from flask import Blueprint, Response
from flask_login import login_required
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from actions import appeals
from actions.appeals import LONGEST, SHORTEST
from formats.office import block_reason
from queries import appeals as found
from queries import office
from views.access import viewer_participant
from views.fields import Form
from views.pages import go_to, render

blueprint = Blueprint("appeals", __name__)


class AppealForm(Form):
    keberatan = TextAreaField("Apa yang keliru?")

    def validate_keberatan(self, field: TextAreaField) -> None:
        """Long enough to say something, short enough to be read."""
        length = len((field.data or "").strip())
        if not length:
            raise ValidationError("Tulis apa yang menurutmu keliru")
        if not SHORTEST <= length <= LONGEST:
            raise ValidationError(
                f"Tulis {SHORTEST} sampai {LONGEST} huruf. Kamu menulis {length}."
            )


@blueprint.get("/keberatan")
@login_required
def appeal_page() -> Response:
    """The block with its reason, then the form, or what became of the appeal."""
    return _page(AppealForm(formdata=None))


@blueprint.post("/keberatan")
@login_required
def send() -> Response:
    """Send the appeal; a second press changes nothing."""
    participant, form = viewer_participant(), AppealForm()
    block = found.block_of(participant)
    if block is not None and found.of_block(block) is not None:
        return go_to("/keberatan")
    if not form.validate_on_submit():
        return _page(form, 422)
    appeals.send(participant, form.keberatan.data)
    return go_to("/keberatan", notice="Keberatanmu terkirim.")


def _page(form: AppealForm, status: int = 200) -> Response:
    participant = viewer_participant()
    block = found.block_of(participant)
    return render(
        "participant/appeals/appeal.html",
        status=status,
        form=form,
        block=block,
        appeal=found.of_block(block) if block else None,
        reason=block_reason(block.reason) if block else "",
        lapse=office.lapse_of(participant) if block else None,
        longest=LONGEST,
        shortest=SHORTEST,
    )
