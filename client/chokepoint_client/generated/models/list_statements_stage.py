from typing import Literal

ListStatementsStage = Literal["magnet", "metal", "mining", "separation"]

LIST_STATEMENTS_STAGE_VALUES: set[ListStatementsStage] = {
    "magnet",
    "metal",
    "mining",
    "separation",
}


def check_list_statements_stage(value: str) -> ListStatementsStage:
    if value in LIST_STATEMENTS_STAGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_STATEMENTS_STAGE_VALUES!r}")
