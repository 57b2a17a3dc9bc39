"""The service attacked as a whole: `make attack`."""
