"""A client of Chokepoint: `generated/` has a module an operation, made of the OpenAPI document; here is what a program
needs beside it, to connect, to go through pages and to wait for jobs.
"""

from chokepoint_client.answers import Problem, answered, every
from chokepoint_client.connection import connect
from chokepoint_client.jobs import finished

__all__ = ["Problem", "answered", "connect", "every", "finished"]
