"""Looking for input that breaks what reads it, for as long as one likes: `make fuzz`."""
