"""The production start: `gunicorn -c gunicorn.conf.py 'app:create_app()'`; `./run` uses it too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

# Reading the settings first means that a wrong one ends the process before a port is bound.
from config import settings  # noqa: E402

bind = f"{settings.host}:{settings.port}"
worker_class = "gthread"
workers = settings.web_concurrency
threads = 4
timeout = 30
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
# The partner's header has an underscore and would be dropped; scheme headers are not believed.
forwarder_headers = "CLIENT_CODE"
forwarded_allow_ips = "*"
secure_scheme_headers = {}
umask = 0o077  # whatever the server writes is its owner's alone
accesslog = None
errorlog = "-"
loglevel = "warning"


def on_starting(server):
    """The rooms' clocks go on from where they were when the last server stopped."""
    import rooms

    if settings.training:
        rooms.resume_clocks()


def post_worker_init(worker):
    """Timed work runs beside each worker's threads; claimed rows make several runners harmless."""
    import jobs

    worker.timed_work = jobs.start_loop()


def worker_exit(server, worker):
    """Let the loop end with its worker."""
    if hasattr(worker, "timed_work"):
        worker.timed_work.set()
