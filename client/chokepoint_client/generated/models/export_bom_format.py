from typing import Literal

ExportBomFormat = Literal["csv", "xlsx"]

EXPORT_BOM_FORMAT_VALUES: set[ExportBomFormat] = {
    "csv",
    "xlsx",
}


def check_export_bom_format(value: str) -> ExportBomFormat:
    if value in EXPORT_BOM_FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {EXPORT_BOM_FORMAT_VALUES!r}")
