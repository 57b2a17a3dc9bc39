"""Price pressure: how likely the world price of an element's form rises by half within twelve months.

Another peril than the score's, with its own model and its own record. It never enters the score.
"""
