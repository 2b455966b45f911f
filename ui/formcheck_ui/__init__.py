"""The FormCheck window: film a set or replay a clip, with feedback as it happens."""
