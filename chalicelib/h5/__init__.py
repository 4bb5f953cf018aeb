"""Pages that followers open in WeChat (H5): the services of an account, for anybody; appointments, for who is known.

Two ways in, like triggers, each with a function of its own: one may only read (docs/decisions/0238), the other books
(docs/decisions/0259).
"""
