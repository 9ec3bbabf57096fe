"""The index by which readers find stories, articles, quotes, claims and speakers, kept by the package's writers."""
