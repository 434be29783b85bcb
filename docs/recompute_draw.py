"""Recompute a draw from its published file alone: python3 periksa.py FILE [CODE …]."""

import sys
from hashlib import sha256
from pathlib import Path

head, _, body = Path(sys.argv[1]).read_bytes().partition(b"\n\n")
said = dict(row.split("=", 1) for row in head.decode().split("\n") if row[0] != "#")
listed, secret = sha256(body).hexdigest(), sha256(said["secret"].encode()).hexdigest()
seed = sha256(f"{said['secret']}:{listed}:{said['public_value']}".encode()).hexdigest()
rows = [row.split(",") for row in body.decode().split("\n") if ",1," in row]
rows = sorted((sha256(f"{seed}:{row[0]}".encode()).hexdigest(), *row) for row in rows)
seats, inside, homes, cutoffs = int(said["quota"]), {}, {}, {}
for pool, count in [*(pair.split(":") for pair in said["reserved"].split()), ("", seats)]:
    last = min(len(inside) + int(count), seats)
    for rank, code, _, group, home, places in rows:
        fits = pool in ("", group) and not (home and homes.get(home, 0) >= int(places))
        if len(inside) < last and code not in inside and fits:
            inside[code], cutoffs[pool], homes[home] = rank, rank, homes.get(home, 0) + 1
print(secret, listed, seed, len(inside), cutoffs, [code in inside for code in sys.argv[2:]])
