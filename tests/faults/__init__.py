"""An ingest while everything is killed, cut, filled, doubled and moved: in the end nothing is lost or doubled."""
