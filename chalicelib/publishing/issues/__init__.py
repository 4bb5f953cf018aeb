"""Issues (期): planned, filled, scheduled."""
