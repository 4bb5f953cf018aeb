"""What Rongmei claims of its speed, measured: `make bench`."""
