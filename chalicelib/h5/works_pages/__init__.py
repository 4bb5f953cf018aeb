"""The pages of works: one module for each kind, named like it, with ``page(visit) -> Answer``."""
