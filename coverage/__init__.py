"""Many articles at once: grouped into stories and compared."""
