"""Commands of takedowns (一键撤稿)."""
