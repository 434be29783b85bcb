"""What `./run` does before the server: schema, rooms, and a word on how to get in."""

import htmx
import migrations
import rooms
from config import settings
from demo import institution
from demo.cast import PASSWORD, ROOMS
from demo.story import make_missing


def main() -> None:
    """Bring everything up to date and print addresses and demo accounts."""
    if not settings.training:
        raise SystemExit(
            "./run is for training mode; production starts gunicorn (docs/operations.md)"
        )
    for name in rooms.names():
        with rooms.enter(name):
            migrations.migrate(rooms.database)
    make_missing()
    institution.introduce()
    if settings.htmx_local and not htmx.CACHE.exists():
        raise SystemExit("HTMX_LOCAL=1 needs `.venv/bin/flask htmx-local` once, with internet")
    address = f"http://{settings.host}:{settings.port}"
    print(f"Dasbor Prakerja   {address}/masuk")
    print(f"Panel pelatih     {address}/latihan")
    print(f"Lembaga simulasi  {settings.institution_address} (pelatih: /pelatih)")
    if not settings.payout_url:
        print(f"Pembayaran        http://127.0.0.1:{settings.payout_port} (penyedia simulasi)")
    for room in ROOMS.values():
        print(f"Ruang {room.name}, {address}/masuk?ruang={room.name}")
        for person in room.people:
            print(f"  {person.email:24} {PASSWORD:14} {person.name:20} {person.state}")
    print("Ctrl-C menghentikan semuanya.", flush=True)


if __name__ == "__main__":
    main()
