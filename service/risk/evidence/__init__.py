"""What was known on a date, from which source, and what disagrees.

`claims.py` reconciles published figures, `trade.py`, `market.py` and `price_series.py` hold the series.
`stage_supply.py` fits the country shares of one stage, `ledger.py` shows all of it to a reader.
"""
