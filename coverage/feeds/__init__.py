"""What can be followed: stories, articles and changes → RSS 2.0, Atom 1.0 and JSON Feed 1.1, with permanent guids."""
