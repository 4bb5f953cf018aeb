"""Files that offices keep in spreadsheets: read whole with every problem, or not at all. For the command line."""
