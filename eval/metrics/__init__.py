"""One metric a file, each a module of the ``evaluate`` library: ``evaluate.load("eval/metrics/auroc.py")``."""
