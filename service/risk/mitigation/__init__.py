"""What a buyer can change, and what each change does to the score.

`actions.py` says what may be changed and carries it out, `plan.py` finds the cheapest set of changes. Every effect is
measured by scoring the changed BOM.
"""
