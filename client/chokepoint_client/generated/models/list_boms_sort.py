from typing import Literal

ListBomsSort = Literal["-bom_id", "-changed", "-score", "bom_id", "changed", "score"]

LIST_BOMS_SORT_VALUES: set[ListBomsSort] = {
    "-bom_id",
    "-changed",
    "-score",
    "bom_id",
    "changed",
    "score",
}


def check_list_boms_sort(value: str) -> ListBomsSort:
    if value in LIST_BOMS_SORT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_BOMS_SORT_VALUES!r}")
