"""Inner parts of publishing that tests of the distribution set by hand."""

from chalicelib.publishing.deliveries import store as delivery_store

__all__ = ["delivery_store"]
