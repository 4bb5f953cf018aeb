"""What is written in the repository because it is read or packaged there, and made from the code all the same."""
