from typing import Literal

ListJobsState = Literal["cancelled", "done", "failed", "queued", "running"]

LIST_JOBS_STATE_VALUES: set[ListJobsState] = {
    "cancelled",
    "done",
    "failed",
    "queued",
    "running",
}


def check_list_jobs_state(value: str) -> ListJobsState:
    if value in LIST_JOBS_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_JOBS_STATE_VALUES!r}")
