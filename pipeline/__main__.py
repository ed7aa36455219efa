"""``python -m pipeline`` is ``evenhand``."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
