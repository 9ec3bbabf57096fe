"""The readers' pages about one claim, quote or speaker and about one side of a story: a view a file."""
