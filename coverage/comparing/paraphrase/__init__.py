"""Whether two sentences say the same: traits of a pair, and a learned judge of them."""
