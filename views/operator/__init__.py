"""Pages for those who run the place: for now the trainer's panel."""
