"""Measures of forecasts against outcomes, with the draws of years that give their intervals.

`year_splits.py` names the periods that are told apart; `record_differences.py` compares two track records.
"""
