"""Tables that lie beside the modules of the service which read them, in ``service/risk/outlook``.

No bundle holds them, so a row can be edited without another publication; here its cells are judged.
"""
