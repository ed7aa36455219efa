"""Where a Chromium is; as a command, puts Debian's there if there is none, and prints its path."""

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_INSTALL = ("apt-get install --yes --quiet --quiet --no-install-recommends chromium").split()


def find() -> str | None:
    """The path of the browser that ``CHROMIUM`` names, else of one on the PATH; None if there is none."""
    named = os.environ.get("CHROMIUM")
    return next((path for name in ([named] if named else _NAMES) if (path := shutil.which(name))), None)


def main() -> int:
    """Print the path of a browser; 1 where there is none and none can be installed."""
    if not os.environ.get("CHROMIUM") and not find() and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["apt-get", "update", "--quiet", "--quiet"], _INSTALL):
            subprocess.run(command, stdout=sys.stderr, check=False)
    path = find()
    if not path:
        sys.stderr.write(
            f"no browser: {os.environ.get('CHROMIUM') or ', '.join(_NAMES)} not found;"
            " install chromium or say CHROMIUM=/path/to/it\n"
        )
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
