"""Commands about custom menus."""
