"""A report that an officer takes away is noted, without anybody's name."""

import pytest

from actions import downloads
from models import AuditEntry

pytestmark = pytest.mark.usefixtures("room")


def test_who_took_which_report_and_how_long_it_was(someone) -> None:
    joko = someone.registered("Joko Petugas", role="operator")
    downloads.note("saldo", 6, joko)
    entry = AuditEntry.select().order_by(AuditEntry.id.desc()).get()
    assert (entry.actor, entry.action, entry.subject, entry.detail) == (
        f"operator:{joko.public_id}",
        "report_downloaded",
        "report:saldo",
        {"rows": 6},
    )
