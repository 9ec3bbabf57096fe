"""What needs two texts or many, predicted for material that is labelled: commands' parts, with no database."""
