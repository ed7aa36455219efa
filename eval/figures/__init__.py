"""The arithmetic of what is measured: numbers in, numbers out; no models, no files."""
