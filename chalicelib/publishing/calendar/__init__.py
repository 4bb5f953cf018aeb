"""The calendar: days by slots, gaps, conflicts."""
