"""The contract: one request for each operation of the OpenAPI document, and the document as it was reviewed.

`make openapi` records both anew; `make contract` tries thousands of made-up requests; `make spectral` lints the
document.
"""
