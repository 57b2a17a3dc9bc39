from typing import Literal

StatementVerdict = Literal["", "agrees", "contradicted"]

STATEMENT_VERDICT_VALUES: set[StatementVerdict] = {
    "",
    "agrees",
    "contradicted",
}


def check_statement_verdict(value: str) -> StatementVerdict:
    if value in STATEMENT_VERDICT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {STATEMENT_VERDICT_VALUES!r}")
