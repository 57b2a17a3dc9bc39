from typing import Literal

JobErrorOutcome = Literal["failed", "open", "refused"]

JOB_ERROR_OUTCOME_VALUES: set[JobErrorOutcome] = {
    "failed",
    "open",
    "refused",
}


def check_job_error_outcome(value: str) -> JobErrorOutcome:
    if value in JOB_ERROR_OUTCOME_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {JOB_ERROR_OUTCOME_VALUES!r}")
