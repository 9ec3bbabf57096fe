"""The one supervising command: what it starts, restarts, shows and ends."""
