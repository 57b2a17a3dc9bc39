"""The probability that one hazard is disrupted within twelve months, and that several are together.

`exposure.py` gathers what is known of a purchase, `features.py` encodes it, `model.py` turns it into a probability,
`joint_probability.py` joins the hazards of a product.
"""
