from typing import Literal

ExportScoresFormat = Literal["csv", "xlsx"]

EXPORT_SCORES_FORMAT_VALUES: set[ExportScoresFormat] = {
    "csv",
    "xlsx",
}


def check_export_scores_format(value: str) -> ExportScoresFormat:
    if value in EXPORT_SCORES_FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {EXPORT_SCORES_FORMAT_VALUES!r}")
