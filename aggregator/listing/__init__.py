"""Lists of sources, and what a new one is to be called: OPML in and out, slugs, letters, colours. Pure."""
