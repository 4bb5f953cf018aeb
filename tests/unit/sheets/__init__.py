"""Tables of spreadsheets."""
