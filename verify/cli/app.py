"""The commands: what they take, what they call, what they print.

Nothing heavy is imported here: every command imports the pipeline when it runs, and its words and its formats when
it needs them, so that `verify --help` answers at once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from verify import __version__
from verify.cli import outcome, views
from verify.cli.outcome import Code, command
from verify.cli.views import STDIN, Colour, FactsFormat, ReportFormat, ViewFormat
from verify.errors import InputError, OptionError
from verify.settings import DEFAULT_MODEL

app = typer.Typer(
    help="Compare several accounts of the same events: where they agree, where they conflict, what changed over time.",
    epilog="Exit codes: 0 nothing in conflict, 1 a conflict found, 2 could not do it.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

model_app = typer.Typer(help="Train and measure what Verify ships trained.", no_args_is_help=True)
app.add_typer(model_app, name="model")

Benchmark = Annotated[Path, typer.Argument(metavar="DATA", help="Folder with the gold data: events/ and ans/.")]
Work = Annotated[
    Path, typer.Option("--work", metavar="DIR", help="Where weights are kept; what is there is not trained again.")
]
Paths = Annotated[
    list[Path], typer.Argument(help="Articles, or folders of them: text, Markdown or HTML.", metavar="PATH")
]
Model = Annotated[
    str, typer.Option("--model", metavar="NAME_OR_PATH", help="Encoder: a known name, a local folder or a hub name.")
]
CacheDir = Annotated[
    Path | None, typer.Option("--cache-dir", metavar="DIR", help="Where encoders and embeddings are kept.")
]
UseCache = Annotated[bool, typer.Option("--cache/--no-cache", help="Read and write the cache of embeddings.")]
Language = Annotated[
    str | None, typer.Option("--language", metavar="CODE", help="Language of texts that do not say theirs, as in ar.")
]
View = Annotated[ViewFormat, typer.Option("--format", help="Format on standard output.")]
ColourOption = Annotated[Colour, typer.Option("--color", help="When to colour; NO_COLOR is heeded.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"verify {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command(short_help="Compare articles: what agrees, what conflicts.")
@command
def report(  # noqa: PLR0913 - one argument an option
    paths: Paths,
    *,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="STEM", help="Write STEM.md and STEM.json.")
    ] = None,
    formats: Annotated[
        list[ReportFormat] | None, typer.Option("--format", help="Format to write; repeat for more than one.")
    ] = None,
    model: Model = DEFAULT_MODEL,
    cache_dir: CacheDir = None,
    cache: UseCache = True,
    language: Language = None,
    time: Annotated[bool, typer.Option("--time/--no-time", help="Say in the report when it was made.")] = True,
) -> Code:
    """Compare all articles and write what agrees, what conflicts and what changed.

    Without -o the report goes to standard output, as Markdown or in the one format asked for.
    """
    from verify.cli import output as files  # noqa: PLC0415
    from verify.cli.progress import ProgressBar  # noqa: PLC0415

    chosen = list(dict.fromkeys(formats or (list(ReportFormat) if output is not None else [ReportFormat.MD])))
    if output is None and len(chosen) > 1:
        raise OptionError("standard output holds one format", "choose one --format, or write files with -o STEM")
    stem = None if output is None else files.stem(output, [f".{each}" for each in ReportFormat])
    settings = views.settings(model, cache_dir, language, use_cache=cache)
    from verify import pipeline  # noqa: PLC0415

    with ProgressBar() as progress:
        comparison = pipeline.report(paths, settings, progress)
    outcome.name_unreadable(comparison.unreadable)
    now = datetime.now(UTC).replace(microsecond=0) if time else None
    folder = Path.cwd() if stem is None else stem.parent
    texts = {each: views.report_text(each, comparison, now, folder) for each in chosen}
    if stem is None:
        outcome.write("".join(texts.values()))
    else:
        named = {stem.with_name(f"{stem.name}.{each}"): text for each, text in texts.items()}
        files.write_all(named, [Path(article.path) for article in comparison.articles])
    if len(comparison.articles) == 1:
        # The report still says what was read and what was not; but what was asked for, a comparison, was not done.
        raise InputError(
            f"{comparison.articles[0].path} is the only article that could be read: nothing to compare it with",
            "give two or more; `verify facts` shows what is read out of one",
        )
    return outcome.of(comparison.findings)


@app.command(short_help="Compare two articles claim by claim.")
@command
def diff(  # noqa: PLR0913 - one argument an option
    left: Annotated[Path, typer.Argument(metavar="A", help="An article.")],
    right: Annotated[Path, typer.Argument(metavar="B", help="The article to compare it with.")],
    *,
    view: View = ViewFormat.TEXT,
    colour: ColourOption = Colour.AUTO,
    everything: Annotated[bool, typer.Option("--all", help="Do not fold long runs of one article's claims.")] = False,
    model: Model = DEFAULT_MODEL,
    cache_dir: CacheDir = None,
    cache: UseCache = True,
    language: Language = None,
) -> Code:
    """Compare two articles claim by claim: the same, changed, only in A, only in B."""
    from verify.cli.progress import ProgressBar  # noqa: PLC0415

    settings = views.settings(model, cache_dir, language, use_cache=cache)
    from verify import pipeline  # noqa: PLC0415

    with ProgressBar() as progress:
        result = pipeline.diff(left, right, settings, progress)
    outcome.name_unreadable(result.comparison.unreadable)
    outcome.write(views.diff_text(view, result, views.screen(colour), everything=everything))
    connected = {id_ for row in result.rows for id_ in row.findings}
    return outcome.of(finding for finding in result.comparison.findings if finding.id in connected)


@app.command(short_help="Say who supports a claim and who refutes it.")
@command
def check(  # noqa: PLR0913 - one argument an option
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A sentence to check.")],
    paths: Paths,
    *,
    view: View = ViewFormat.TEXT,
    colour: ColourOption = Colour.AUTO,
    model: Model = DEFAULT_MODEL,
    cache_dir: CacheDir = None,
    cache: UseCache = True,
    language: Language = None,
) -> Code:
    """Say which sources support a claim, which refute it and which are silent.

    Exits with 1 when the claim is refuted, with 0 when it is supported or nothing is known of it.
    """
    from verify.cli.progress import ProgressBar  # noqa: PLC0415
    from verify.datamodels import Verdict  # noqa: PLC0415

    if not claim.strip():
        raise InputError("the claim is empty", 'put a sentence in quotes, as in verify check "CLAIM" PATH')
    settings = views.settings(model, cache_dir, language, use_cache=cache)
    from verify import pipeline  # noqa: PLC0415

    with ProgressBar() as progress:
        result = pipeline.check(claim, paths, settings, progress)
    outcome.name_unreadable(result.unreadable)
    outcome.write(views.check_text(view, result, views.screen(colour)))
    return Code.CONFLICT if result.verdict is Verdict.REFUTED else Code.NOTHING_IN_CONFLICT


@app.command(short_help="Show what is read out of a text.")
@command
def facts(
    paths: Annotated[
        list[Path], typer.Argument(help="Articles, or folders of them; - reads standard input.", metavar="PATH")
    ],
    *,
    view: Annotated[FactsFormat, typer.Option("--format", help="Format on standard output.")] = FactsFormat.TEXT,
    colour: ColourOption = Colour.AUTO,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DAY", help="Day of publication of texts that do not say it.")
    ] = None,
    language: Language = None,
) -> Code:
    """Show what is read out of a text: numbers, dates, names and roles, who says it, denials."""
    from_stdin = Path(STDIN) in paths
    if from_stdin and len(paths) > 1:
        raise OptionError("- stands alone: standard input is one text", "give files, or - and nothing else")
    settings = views.settings(DEFAULT_MODEL, None, language, use_cache=False)
    day = views.day(published)
    text = views.standard_input() if from_stdin else None
    from verify import pipeline  # noqa: PLC0415

    read, unreadable = pipeline.facts([] if from_stdin else paths, settings, stdin=text, published=day)
    outcome.name_unreadable(unreadable)
    outcome.write(views.facts_text(view, read, unreadable, views.screen(colour)))
    return Code.NOTHING_IN_CONFLICT


@app.command(short_help="Say of pairs of texts whether they agree or conflict.")
@command
def relate(
    pairs: Annotated[
        Path, typer.Argument(help="A CSV with the columns s1 and s2; - reads standard input.", metavar="PAIRS")
    ],
    *,
    cache_dir: CacheDir = None,
    cache: UseCache = True,
    language: Language = None,
) -> Code:
    """Say of each pair of texts how likely they agree, conflict, or do neither: one JSON line a pair, in order.

    Two headlines are taken to be of one event. Exits with 0, whatever the pairs are to each other.
    """
    from verify.cli.pairs import json_lines, read_pairs  # noqa: PLC0415
    from verify.cli.progress import ProgressBar  # noqa: PLC0415

    read = read_pairs(pairs)
    settings = views.settings(DEFAULT_MODEL, cache_dir, language, use_cache=cache)
    from verify import pipeline  # noqa: PLC0415

    with ProgressBar() as progress:
        related = pipeline.relate(read, settings, progress)
    outcome.write(json_lines(related))
    return Code.NOTHING_IN_CONFLICT


@model_app.command(name="train", short_help="Train the relation model and the decisions.")
@command
def model_train(
    benchmark: Benchmark,
    *,
    work: Work,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the result goes; the models folder in use.")
    ] = None,
    cache_dir: CacheDir = None,
) -> Code:
    """Train everything that is shipped, on the gold data, with the same result each time on the same machine.

    The relation model once on all events and once without each of five folds, then the decisions. An hour or two on
    two cores; a training that was broken off goes on where it stopped.
    """
    from verify.cli import training  # noqa: PLC0415

    training.train(benchmark, work, out, views.settings(DEFAULT_MODEL, cache_dir, None, use_cache=True))
    return Code.NOTHING_IN_CONFLICT


@model_app.command(name="eval", short_help="Print the figures of the model card.")
@command
def model_eval(benchmark: Benchmark, *, work: Work, cache_dir: CacheDir = None) -> Code:
    """Print what the trained parts give on data that they never saw; needs the weights that `train` left in --work."""
    from verify.cli import training  # noqa: PLC0415

    training.evaluate(benchmark, work, views.settings(DEFAULT_MODEL, cache_dir, None, use_cache=True))
    return Code.NOTHING_IN_CONFLICT
