"""The review (三审三校): transitions, rules, use cases, workflows of units.

A workflow as a value, with its stages, is ``newsroom/articles/workflow.py``: an article carries the one it began with.
"""
