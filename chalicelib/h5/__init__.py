"""Pages that followers open in WeChat (H5): the services of an account, for anybody, without sign-in.

A way in, like a trigger, with a function of its own that may only read (docs/decisions/0238).
"""
