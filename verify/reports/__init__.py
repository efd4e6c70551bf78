"""Reports for people and programs: Markdown, JSON and terminal text of the same content.

Pure functions from `Comparison`, `Diff`, `CheckResult` and read facts to `str`; nothing here opens a file, looks at
the clock or prints.
"""
