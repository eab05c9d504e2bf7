"""English: every word that the public reads."""
