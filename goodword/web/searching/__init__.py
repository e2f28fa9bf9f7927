"""Search references by hand: who knows what they want, or looks without a deal."""
