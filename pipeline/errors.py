"""The few errors a user can meet. Each message says what, where and the way out."""


class EvenhandError(Exception):
    """Base of all errors that the command line shows as one line; ``exit_code`` is its exit status."""

    exit_code = 2


class ConfigError(EvenhandError):
    """The configuration or a command's options can't be used."""


class ModelError(EvenhandError):
    """A model can't be loaded, or is not what its role needs."""


class InputError(EvenhandError):
    """The input can't be used at all; single bad rows are rejects, not errors."""

    exit_code = 3


class StoreError(EvenhandError):
    """A cache, a state or a run folder can't be opened, or somebody else works on it."""


class EngineError(EvenhandError):
    """The cluster that should do the work can't be reached, or broke down under it."""
