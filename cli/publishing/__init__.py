"""Commands for the calendar, issues, pushes and offers."""
