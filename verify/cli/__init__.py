"""The command line: parse, call the pipeline, print, exit."""


def main() -> None:
    """Run the `verify` command."""
    from verify.cli.app import app  # noqa: PLC0415 - importing this package stays free for tests of its parts

    app(prog_name="verify")
