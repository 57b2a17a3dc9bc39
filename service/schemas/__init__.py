"""The wire: the only place that knows the field names of requests and answers. Built once, at import."""
