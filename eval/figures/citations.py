"""When a citation counts (Gao et al. 2023)."""


def needed(together: bool, alone: bool, without: bool) -> bool:
    """Whether a citation is right: all of the sentence's carry it, and this one does alone or they don't without it.

    Args:
        together: all citations of the sentence entail it.
        alone: this citation entails it.
        without: the others entail it.
    """
    return together and (alone or not without)
