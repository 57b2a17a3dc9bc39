"""Lists of many rows: what an address asks for, the products behind a chokepoint, figures, tables as CSV."""
