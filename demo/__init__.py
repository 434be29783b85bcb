"""The shipped training rooms: invented people, a catalogue of real courses, and their story."""
