"""Reading: files into articles, with what each stretch of their text is and where each piece of metadata was found.

The only stage that opens input files. Nothing is deleted: boilerplate is marked, and every offset holds in the
decoded file.
"""

from verify.reading.articles import read_text
from verify.reading.dates import DateFinder
from verify.reading.files import Reading, read_paths

__all__ = ["DateFinder", "Reading", "read_paths", "read_text"]
