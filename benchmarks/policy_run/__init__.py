"""A policy day in small, played against the deployed bundle on the local cloud, and compared with its simulation.

``python -m benchmarks.policy_run --minutes 30`` says whether anything was lost, whether memory stays flat, and whether
``benchmarks.policy_day``, given this stack's own limits, tells the same story (docs/scale.md).
"""
