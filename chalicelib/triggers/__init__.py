"""How the world calls in: one blueprint a trigger. Parse, call one domain function, render."""
