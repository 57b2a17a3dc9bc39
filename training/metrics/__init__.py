"""Measures of forecasts against outcomes, with the draws of years that give their intervals.

`record_differences.py` compares two track records on the pairs that both forecast.
"""
