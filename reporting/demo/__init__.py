"""The demo: an invented cast, a programme that they have run for two years, and the main job told step by step."""
