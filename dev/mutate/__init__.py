"""``make mutate``: breaks the deciding modules one small change at a time, and lists what no test noticed."""
