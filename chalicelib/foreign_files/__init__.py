"""Files that others wrote: opened, decoded and measured within limits, before any library builds its tree of them."""
