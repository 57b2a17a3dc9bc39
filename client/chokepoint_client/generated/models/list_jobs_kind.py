from typing import Literal

ListJobsKind = Literal["import", "rescore"]

LIST_JOBS_KIND_VALUES: set[ListJobsKind] = {
    "import",
    "rescore",
}


def check_list_jobs_kind(value: str) -> ListJobsKind:
    if value in LIST_JOBS_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_JOBS_KIND_VALUES!r}")
