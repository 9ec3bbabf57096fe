"""One article at a time: fetched, read and stored."""
