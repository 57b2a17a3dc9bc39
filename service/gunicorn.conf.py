"""gunicorn: workers forked from one loaded application. Start: ``gunicorn -c service/gunicorn.conf.py``."""

import ctypes
import gc
import os
import shutil
import sys
import tempfile
from typing import Any

from service.config import THREAD_VARIABLES, ConfigError, Settings

for _variable in THREAD_VARIABLES:  # before numpy loads
    os.environ.setdefault(_variable, "1")

try:
    _settings = Settings.from_env()
except ConfigError as _error:
    sys.exit(f"chokepoint: {_error}")

wsgi_app = "service.app:create_app()"
bind = _settings.addresses
workers = _settings.workers
worker_class = "service.worker.Worker"
# A slow client holds a thread for as long as service/worker.py lets it; scoring takes one thread at a time.
threads = 128
worker_connections = 512
preload_app = True
timeout = 60
# Less than the 10 s after which Docker kills. A worker that is still being forked when the master is told to stop never
# hears of it, and is killed then.
graceful_timeout = 8
max_requests = 0
keepalive = 5
loglevel = "warning" if _settings.log_level == "info" else _settings.log_level
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
# Else SCRIPT_NAME and PATH_INFO would be taken from headers that a proxy on this machine sent on: whoever sent them
# would pass what the proxy allows by path.
forwarder_headers = ""
# Nothing is steered through a socket in the home directory, which a container's user may not have.
control_socket_disable = True

# prometheus-client decides at import how it counts, so its folder is made here: empty at every start of a
# master, kept when that master reloads.
_OWNER = "CHOKEPOINT_METRICS_OF"
if os.environ.get(_OWNER) != str(os.getpid()):
    if "GUNICORN_PID" not in os.environ:  # else USR2 started it, and it takes over the sockets of its parent
        try:
            _settings.check_addresses()
        except ConfigError as _error:
            sys.exit(f"chokepoint: {_error}")
    os.environ[_OWNER] = str(os.getpid())
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="chokepoint-metrics-")


# A full answer holds fifty thousand objects at once and hardly a cycle. Lower thresholds would look for cycles among
# them, and among all that was loaded, in most requests; what they leave lying is a few megabytes.
gc.set_threshold(100_000, 20, 20)

M_ARENA_MAX = -8  # as malloc.h of glibc has it


def on_starting(server: Any) -> None:
    """Refuse to serve others than this machine without any key."""
    from service.access.start import check_keys

    try:
        check_keys(server.app.wsgi())
    except ConfigError as error:
        on_exit(server)
        sys.exit(f"chokepoint: {error}")


def pre_fork(_server: Any, _worker: Any) -> None:
    """What is loaded lives as long as the worker: collections leave it out, and its pages stay shared. Before that the
    memory goes back that reading the bundle took beside it."""
    gc.collect()
    _spare_memory()
    gc.freeze()


def _spare_memory() -> None:
    """glibc gives back what is free (some 10 MB), and keeps one heap instead of one for many of the threads: scoring
    takes one thread at a time, and each heap keeps its largest answer (12 MB). Other C libraries do neither."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim") and hasattr(libc, "mallopt"):
        libc.malloc_trim(0)
        libc.mallopt(M_ARENA_MAX, 1)


def on_reload(server: Any) -> None:
    """HUP: the workers that are forked next serve the bundle that is there now."""
    from service.app import reload_kernel

    gc.unfreeze()
    reload_kernel(server.app.wsgi())
    gc.collect()  # the old bundle


def pre_exec(server: Any) -> None:
    """USR2: start the new release as this one was. By its file, gunicorn's own folder would hide the library's http."""
    command = server.START_CTX["args"]
    if command[1].endswith("__main__.py"):
        command[1:2] = ["-m", "gunicorn"]


def child_exit(server: Any, worker: Any) -> None:
    """Keep the counts of a worker that ended, but not its files."""
    from service.metrics import bury

    bury(worker.pid)


def on_exit(server: Any) -> None:
    """Remove the metrics' folder."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
