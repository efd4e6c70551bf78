"""The error tree: everything Verify refuses to do, and why.

Errors of other libraries are translated where they come in; whatever is not a `VerifyError` is a bug and shows
as one. The command line prints the message of a `VerifyError` in one line and exits with code 2.
"""


class VerifyError(Exception):
    """Root of every error that Verify raises on purpose.

    Args:
        message: one line: what could not be done, and with what.
        hint: one line: what the user can do about it, empty when there is nothing to add.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class InputError(VerifyError):
    """An input cannot be used: missing, empty, binary, or not in any known encoding."""


class OptionError(VerifyError):
    """An option's value does not make sense."""


class ModelError(VerifyError):
    """An encoder or a trained part is missing, damaged, or of another kind than asked for."""


class StoreError(VerifyError):
    """The cache or a session's store cannot be opened, read or written."""


class OutputError(VerifyError):
    """A result cannot be written where the user asked for it."""
