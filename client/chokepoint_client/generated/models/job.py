from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.job_kind import JobKind, check_job_kind
from ..models.job_state import JobState, check_job_state

if TYPE_CHECKING:
    from ..models.job_asked import JobAsked
    from ..models.job_counts import JobCounts
    from ..models.job_file import JobFile
    from ..models.job_progress import JobProgress
    from ..models.problem import Problem


T = TypeVar("T", bound="Job")


@_attrs_define
class Job:
    """
    Attributes:
        job_id (str): Its id; ids grow with time.
        kind (JobKind): import: a file; rescore: stored BOMs brought up to date.
        state (JobState): done, failed and cancelled don't change any more.
        progress (JobProgress):
        counts (JobCounts):
        file (JobFile | None): Of an import, once the file is read.
        asked (JobAsked): What the request stated.
        created_by (None | str): Name of the key.
        created_at (datetime.datetime): When it was accepted.
        started_at (datetime.datetime | None): When a worker first took it; null while none has.
        finished_at (datetime.datetime | None): When it ended; null while it hasn't.
        kept_until (datetime.datetime | None): When it goes with its errors and results, at the latest.
        problem (None | Problem): Why it failed as a whole; else null.
        errors (str): Path of its errors.
        results (str): Path of what it made.
    """

    job_id: str
    kind: JobKind
    state: JobState
    progress: JobProgress
    counts: JobCounts
    file: JobFile | None
    asked: JobAsked
    created_by: None | str
    created_at: datetime.datetime
    started_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    kept_until: datetime.datetime | None
    problem: None | Problem
    errors: str
    results: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.job_file import JobFile  # noqa: PLC0415
        from ..models.problem import Problem  # noqa: PLC0415

        job_id = self.job_id

        kind: str = self.kind

        state: str = self.state

        progress = self.progress.to_dict()

        counts = self.counts.to_dict()

        file: dict[str, Any] | None
        if isinstance(self.file, JobFile):
            file = self.file.to_dict()
        else:
            file = self.file

        asked = self.asked.to_dict()

        created_by: None | str
        created_by = self.created_by

        created_at = self.created_at.isoformat()

        started_at: None | str
        if isinstance(self.started_at, datetime.datetime):
            started_at = self.started_at.isoformat()
        else:
            started_at = self.started_at

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        kept_until: None | str
        if isinstance(self.kept_until, datetime.datetime):
            kept_until = self.kept_until.isoformat()
        else:
            kept_until = self.kept_until

        problem: dict[str, Any] | None
        if isinstance(self.problem, Problem):
            problem = self.problem.to_dict()
        else:
            problem = self.problem

        errors = self.errors

        results = self.results

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "job_id": job_id,
                "kind": kind,
                "state": state,
                "progress": progress,
                "counts": counts,
                "file": file,
                "asked": asked,
                "created_by": created_by,
                "created_at": created_at,
                "started_at": started_at,
                "finished_at": finished_at,
                "kept_until": kept_until,
                "problem": problem,
                "errors": errors,
                "results": results,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.job_asked import JobAsked  # noqa: PLC0415
        from ..models.job_counts import JobCounts  # noqa: PLC0415
        from ..models.job_file import JobFile  # noqa: PLC0415
        from ..models.job_progress import JobProgress  # noqa: PLC0415
        from ..models.problem import Problem  # noqa: PLC0415

        d = dict(src_dict)
        job_id = d.pop("job_id")

        kind = check_job_kind(d.pop("kind"))

        state = check_job_state(d.pop("state"))

        progress = JobProgress.from_dict(d.pop("progress"))

        counts = JobCounts.from_dict(d.pop("counts"))

        def _parse_file(data: object) -> JobFile | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                file_type_0 = JobFile.from_dict(data)

                return file_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JobFile | None, data)

        file = _parse_file(d.pop("file"))

        asked = JobAsked.from_dict(d.pop("asked"))

        def _parse_created_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        created_by = _parse_created_by(d.pop("created_by"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_started_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)

                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        started_at = _parse_started_at(d.pop("started_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        def _parse_kept_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kept_until_type_0 = datetime.datetime.fromisoformat(data)

                return kept_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        kept_until = _parse_kept_until(d.pop("kept_until"))

        def _parse_problem(data: object) -> None | Problem:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                problem_type_0 = Problem.from_dict(data)

                return problem_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Problem, data)

        problem = _parse_problem(d.pop("problem"))

        errors = d.pop("errors")

        results = d.pop("results")

        job = cls(
            job_id=job_id,
            kind=kind,
            state=state,
            progress=progress,
            counts=counts,
            file=file,
            asked=asked,
            created_by=created_by,
            created_at=created_at,
            started_at=started_at,
            finished_at=finished_at,
            kept_until=kept_until,
            problem=problem,
            errors=errors,
            results=results,
        )

        return job
