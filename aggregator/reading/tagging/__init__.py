"""A text into who said what, by a small encoder that was trained on labelled articles (`training/`)."""
