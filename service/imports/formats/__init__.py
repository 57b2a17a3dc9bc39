"""One reader a format, from bytes to rows: delimited text in any encoding, spreadsheets, documents in JSON and XML.

Each bounds what it lays out before it does.
"""
