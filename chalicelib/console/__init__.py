"""The console's Lambda function: the page, sign-in, and the API below ``/console/api/v1``.

It is a way in, like a trigger: every route parses, calls one use case and renders. Permission and audit stand in the
use case. The function has an entry of its own, so that a follower's cold start imports nothing of it.
"""
