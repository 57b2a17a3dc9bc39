"""Workers: take a job, do its steps for a while, give it back to the queue or end it.

The queue is a table of our own, claimed by leases. Existing ones were killed by ``python -m tests.attack.queues`` on
both databases. Huey lost the running jobs. DBOS goes on with those of a dead worker only under its name. firm-queue
lost none on PostgreSQL. On SQLite it lost none in three runs; in three others five or six jobs of twelve hadn't ended a
minute after the last kill. It also enqueues in a transaction of its own. Where the service was killed between its own
row and that, the job never ran: up to seven times in eight kills on PostgreSQL.
"""

from __future__ import annotations

import faulthandler
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread

import structlog
from flask import Flask, g
from sqlalchemy.exc import DataError

from service.api.context import services
from service.errors import DATABASE_DOWN, NotReadyError, RequestError, full_of, problem_of
from service.jobs.kinds import KINDS
from service.risk.errors import RiskError
from service.store.jobs import LEASE, Lease, LostError
from service.store.room import FullError

SLICE_SECONDS = 5.0
"""After which a job makes way for those of other tenants."""
IDLE_SECONDS, DOWN_SECONDS, PRUNE_SECONDS = 0.5, 5.0, 3_600.0
RENEWALS = 4
"""Of a lease before it would end."""
STDERR = 2
STEP_SECONDS = 300.0
"""After which a worker that is at one step of a job ends, and another takes the job. A file is read in steps
that are far shorter; an expression that never ends would hold the job for good."""

log = structlog.get_logger(__name__)


class Runner:
    """One worker of an application. ``beat`` is called whenever the database answered."""

    def __init__(
        self,
        app: Flask,
        reload: Callable[[Flask], None] = lambda _app: None,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self._app, self._reload, self._beat = app, reload, beat
        self.stop, self.reload = Event(), Event()
        self._pruned = -PRUNE_SECONDS

    def serve(self) -> None:
        """Work until ``stop`` is set. A database that is away is waited for."""
        while not self.stop.is_set():
            try:
                waited = 0.0 if self.once() else IDLE_SECONDS
                self._beat()
            except NotReadyError as error:
                log.warning("job_waits", detail=str(error))
                waited = DOWN_SECONDS
            except DATABASE_DOWN as error:
                log.error("database_unavailable", detail=str(error))
                waited = DOWN_SECONDS
            self.stop.wait(waited)

    def drain(self) -> None:
        """Work until nothing is left that can be taken."""
        while not self.stop.is_set() and self.once():
            pass

    def once(self, job_id: str | None = None) -> bool:
        """Take a job, that with ``job_id`` where it is given, and do its steps for a while. False where there is
        none."""
        if self.reload.is_set():
            self.reload.clear()
            self._reload(self._app)
        with self._app.app_context():
            services().ready()
            self._prune()
            claim = services().store.jobs.claim(secrets.token_hex(16), datetime.now(UTC), job_id)
            if claim is None:
                return False
            g.tenant, g.key_name = claim.tenant, claim.created_by
            log.info("job_taken", job_id=claim.job_id, kind=claim.kind, done=claim.done, total=claim.total)
            with self._renewed(claim):
                self._work(claim)
        return True

    def _work(self, claim: Lease) -> None:
        """Steps of a job until it ends, or its time is over."""
        jobs, until = services().store.jobs, time.monotonic() + SLICE_SECONDS
        try:
            while not (claim := self._step(claim)).ended:
                if self.stop.is_set() or time.monotonic() > until:
                    jobs.release(claim)
                    return
            jobs.finish(claim, datetime.now(UTC))
            log.info("job_done", job_id=claim.job_id, counts=dict(claim.counts))
        except LostError:
            log.info("job_lost", job_id=claim.job_id)
        except (RequestError, RiskError, FullError) as error:
            told = full_of(error) if isinstance(error, FullError) else error
            jobs.finish(claim, datetime.now(UTC), problem_of(told, f"/v1/jobs/{claim.job_id}"))
            log.info("job_failed", job_id=claim.job_id, detail=told.detail)
        except (NotReadyError, *DATABASE_DOWN) as error:
            if not isinstance(error, DataError):
                jobs.release(claim)
                raise
            self._broke(claim, error)  # a value that no database takes: waiting for it would never end
        except Exception as error:
            self._broke(claim, error)

    @staticmethod
    def _broke(claim: Lease, error: Exception) -> None:
        log.error("job_broke", job_id=claim.job_id, exc_info=error)
        services().store.jobs.release(claim, failed=True)

    @staticmethod
    def _step(claim: Lease) -> Lease:
        """Do the next step, or end this process where it takes too long: what hangs in a library heeds nothing else.
        The log has where it was."""
        faulthandler.dump_traceback_later(STEP_SECONDS, exit=True, file=STDERR)
        try:
            return KINDS[claim.kind](claim)
        finally:
            faulthandler.cancel_dump_traceback_later()

    @contextmanager
    def _renewed(self, claim: Lease) -> Iterator[None]:
        """Hold the job's lease for as long as this process lives and works on it."""
        over = Event()
        jobs = services().store.jobs

        def renew() -> None:
            while not over.wait(LEASE.total_seconds() / RENEWALS):
                try:
                    if not jobs.renew(claim, datetime.now(UTC)):
                        return
                    self._beat()
                except DATABASE_DOWN as error:
                    log.error("lease_not_renewed", job_id=claim.job_id, detail=str(error))

        thread = Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _prune(self) -> None:
        """Once an hour, take away jobs that were kept for long enough."""
        if time.monotonic() - self._pruned > PRUNE_SECONDS:
            self._pruned = time.monotonic()
            services().store.jobs.prune(datetime.now(UTC))
