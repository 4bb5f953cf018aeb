"""Commands of the inspection (巡检)."""
