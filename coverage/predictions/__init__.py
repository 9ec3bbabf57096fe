"""What `manage.py predict` tells of two texts at once."""
