"""Certificates: anybody checks one by its code, the owner downloads the paper."""

from flask import Blueprint, Response, request
from flask_login import login_required

from actions.refused import not_found
from config import settings
from formats.certificates import grouped, initials
from formats.wording import synthetic_names
from queries import certificates
from rules.certificates import clean_code
from rules.refusals import Refused
from views.access import limiter, viewer_participant
from views.pages import go_to, render

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/sertifikat")
def ask() -> Response:
    """Where somebody types the code of a paper they hold."""
    code = clean_code(request.args.get("kode", ""))
    if code:
        return go_to(f"/sertifikat/{code}")
    return _hidden_from_search(render("participant/certificates/ask.html"))


@blueprint.get("/sertifikat/<kode>")
@limiter.limit("60 per minute", exempt_when=lambda: settings.training)
def check(kode: str) -> Response:
    """Valid, revoked or not there; of the owner no more than initials."""
    found = certificates.by_code(kode)
    return _hidden_from_search(
        render(
            "participant/certificates/check.html",
            status=200 if found else 404,
            found=found,
            who=initials(found.purchase.participation.participant.name) if found else "",
            code=grouped(found.code) if found else "",
        )
    )


@blueprint.get("/pelatihanku/<public_id>/sertifikat.pdf")
@login_required
def paper(public_id: str) -> Response:
    """The certificate as PDF, for its owner alone; `?lihat=1` opens it to be printed."""
    found = certificates.of_purchase(viewer_participant(), public_id) or not_found("certificate")
    if found.revoked_at is not None:
        raise Refused("certificate_revoked")
    response = Response(_printed(found), mimetype="application/pdf")
    kept = "inline" if request.args.get("lihat") else "attachment"
    name = f"sertifikat-{found.purchase.course.slug}.pdf"
    response.headers["Content-Disposition"] = f'{kept}; filename="{name}"'
    return response


def address_of(code: str) -> str:
    """Where a certificate is checked, as the QR code and «Bagikan» say it."""
    return f"{settings.base_url}/sertifikat/{code}"


def _printed(found: object) -> bytes:
    from formats import certificate_pdf  # fonts and shapes: heavy, and needed by few requests

    purchase = found.purchase
    course = purchase.course
    return certificate_pdf.certificate_pdf(
        certificate_pdf.Printed(
            name=purchase.participation.participant.name,
            course=course.title,
            institution=course.provider.name,
            hours=course.hours,
            finished_at=purchase.training.finished_at,
            issued_at=found.issued_at,
            code=found.code,
            address=address_of(found.code),
            sample=synthetic_names(course.synthetic),
        )
    )


def _hidden_from_search(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
