"""Items of the table as Python sees them: flat maps of strings, whole numbers and booleans."""

Value = str | int | bool
Item = dict[str, Value]
