"""Folders of labelled material → predictions that the scorers take: one module for each thing about one article."""
