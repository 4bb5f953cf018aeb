"""Knowledge as functions read it: one immutable object, and its vectors beside it."""
