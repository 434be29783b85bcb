"""Which htmx our pages use: its address, its hash, and where a local copy is kept."""

from pathlib import Path

VERSION = "4.0.1"
URL = f"https://cdn.jsdelivr.net/npm/htmx.org@{VERSION}/dist/htmx.min.js"
SRI = "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"
CACHE = Path(__file__).parent / ".cache" / "htmx.min.js"
