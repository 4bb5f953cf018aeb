"""Commands that start a simulator and measure it from outside."""
