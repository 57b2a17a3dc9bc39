"""What people read of a bundle: the card and the report, both pages of one piece with nothing from elsewhere.

`model_card.py` and `goals.py` write the card, which belongs to the bundle; `card_page.py` makes a page of it.
`report.py` fills `templates/` with `charts.py` and the ten cases of `cases.py`.
"""
