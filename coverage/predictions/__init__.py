"""What needs many articles, predicted for material that is labelled: commands' parts, with no database."""
