"""A crowd with phones: it plays a day from a scenario file and reports the outcome."""
