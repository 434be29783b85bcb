"""How the simulated payout provider is served: small, one process, beside the product in training."""

worker_class = "gthread"
workers = 1
threads = 16  # some lines are kept open on purpose
timeout = 30
graceful_timeout = 5
control_socket_disable = True
umask = 0o077
accesslog = None
errorlog = "-"
loglevel = "warning"
