"""Made-up pages of handwriting: what is written, on which paper, seen by which camera, and the truth beside it."""
