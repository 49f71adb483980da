"""gunicorn: a few processes with threads; every setting comes from the product's own settings."""

from clusterorg.config import load

_settings = load()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_workers
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 15
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None
loglevel = _settings.log_level.lower()
