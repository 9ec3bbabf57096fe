"""What those who run the site ask of it: is it well, how much waits, what went wrong, and its copies."""
