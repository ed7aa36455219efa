"""What made the built-in models. Nobody who only runs Evenhand needs it."""
