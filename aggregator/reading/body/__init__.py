"""The tree of any publisher's page → which of its blocks are its article, by what several readers say and where each
block stands."""
