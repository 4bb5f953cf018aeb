"""Commands for the desk and the hotline."""
