"""What is heard: the computer's own voice and our tones, each behind a small protocol."""
