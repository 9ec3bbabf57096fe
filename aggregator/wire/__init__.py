"""What a fetch is made of, without its socket: addresses, answers, bodies, deadlines, politeness."""
