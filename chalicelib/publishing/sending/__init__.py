"""The machine that sends each delivery exactly once."""
