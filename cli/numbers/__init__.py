"""Commands for WeChat's own statistics."""
