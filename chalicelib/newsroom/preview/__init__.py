"""Previews: an article on one telephone, or as a page that looks like a telephone."""
