"""Commands on halls and appointments (预约办税)."""
