"""The law of the house: who may import whom, and who alone does what."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {
    path.stem if path.is_file() else path.name
    for path in ROOT.iterdir()
    if path.suffix == ".py" or (path / "__init__.py").exists()
}
NEVER = {
    "rules": OURS - {"rules"} | {"flask", "peewee", "playhouse"},
    "models.py": {"flask", "actions", "queries", "views", "gateways", "ledger"},
    "ledger.py": {"flask", "actions", "queries", "views", "gateways"},
    "queries": {"flask", "actions", "views", "gateways", "ledger"},
    "actions": {"flask", "views", "gateways", "jobs"},
    "views": {"peewee", "playhouse", "ledger", "gateways", "demo"},
    "formats": {"flask", "models", "peewee", "actions", "queries", "views", "ledger"},
    "gateways": {"flask", "views", "actions", "queries"},
    "institution": OURS - {"institution"},  # a program of its own, beside ours
    "disburser": OURS - {"disburser"},  # and another
}
# What an error page must name, and whom a request belongs to, come from below.
ALLOWED = {
    ("views/errors.py", "ledger"): "answers Unavailable with 503",
    ("views/access.py", "models"): "the sign-in row is Flask-Login's user",
}


def sources(place: str = ".") -> Iterator[Path]:
    """Our Python files below a place, tests and hidden folders left out."""
    start = ROOT / place
    for path in [start] if start.is_file() else sorted(start.rglob("*.py")):
        inside = path.relative_to(ROOT).parts
        if not any(part.startswith(".") for part in inside) and inside[0] != "tests":
            yield path


def imports(path: Path) -> set[str]:
    """The top-level names a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("place", NEVER)
def test_nobody_imports_whom_they_may_not(place: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(place)
        for name in imports(path) & NEVER[place]
        if (str(path.relative_to(ROOT)), name) not in ALLOWED
    ]
    assert not wrong


def only(pattern: str, *allowed: str) -> list[str]:
    """Files other than the allowed ones whose code matches the pattern."""
    return [
        str(path.relative_to(ROOT))
        for path in sources()
        if str(path.relative_to(ROOT)) not in allowed and re.search(pattern, path.read_text())
    ]


def test_only_the_clock_reads_the_time() -> None:
    counters = ("actions/rate_limits.py",)  # epoch seconds, as its library's storages speak
    # Stand outside of the rooms.
    partners = ("institution/client.py", "disburser/app.py", "docs/partners/python.py")
    pattern = r"datetime\.now\(|date\.today\(|time\.time\("
    assert not only(pattern, "clock.py", *counters, *partners)


def test_only_the_ledger_writes_transfers() -> None:
    assert not only(r"\bTransfer\.(create|insert|update|delete|replace)", "ledger.py")


def test_only_jobs_call_gateways() -> None:
    assert not only(r"^\s*(from gateways|import gateways)", "jobs.py", "commands.py")


def test_only_the_configuration_reads_the_environment() -> None:
    assert not only(r"os\.environ|getenv", "config.py", "docs/partners/python.py")


def test_sql_never_asks_the_database_for_the_time() -> None:
    assert not only(r"CURRENT_TIMESTAMP|strftime\('now|datetime\('now")


def test_there_is_no_drawer() -> None:
    names = {"utils", "helpers", "common", "base", "manager", "core", "misc"}
    assert not [path for path in sources() if path.stem in names]


def test_every_file_opens_with_a_sentence() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_every_view_is_routed_or_private(app) -> None:
    routed = {
        f"{view.__module__}.{view.__name__}"
        for view in (getattr(view, "__wrapped__", view) for view in app.view_functions.values())
    }
    loose = []
    for path in [*sources("views/participant"), *sources("views/operator")]:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.parse(path.read_text()).body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            is_view = public and any(
                "route" in ast.dump(d) or "blueprint" in ast.dump(d) for d in node.decorator_list
            )
            if is_view and f"{module}.{node.name}" not in routed:
                loose.append(f"{module}.{node.name}")
    assert not loose


def test_templates_say_what_they_need() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if path.name != "500.html" and not path.read_text().startswith("{#")
    ]
    assert not silent


def test_nothing_names_the_machine_it_was_made_on() -> None:
    names = re.compile("/wo" + r"rk/|pypi\.o" + "rg|registry\\.n" + "pmjs")
    marked = [
        str(path.relative_to(ROOT))
        for pattern in ("*.py", "*.md", "*.html", "*.txt", "*.toml")
        for path in ROOT.rglob(pattern)
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
        and names.search(path.read_text())
    ]
    assert not marked
