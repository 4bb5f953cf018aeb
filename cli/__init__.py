"""The operator's command line, over the same domain functions as the bundle."""
