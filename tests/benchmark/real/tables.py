"""The figures in Markdown: for docs/benchmark-real.md, the first pages and the terminal."""

from __future__ import annotations

from typing import Any, Final

from tests.benchmark.accuracy.tables import markdown
from tests.benchmark.real.back import NAMED, RUNS, UNNAMED
from tests.benchmark.real.many import NOTHING

Rows = list[tuple[str, ...]]
Report = dict[str, Any]

MOST_REASONS: Final = 3

BACK_COLUMNS: Final = ((NAMED, "all"), *((run, "accepted") for run in RUNS))
"""Runs and selections shown; the JSON has all of them."""


def share(value: float | None) -> str:
    """Return a share in per cent; a dash for nothing known."""
    return "–" if value is None else f"{100.0 * value:.0f} %"


def number(value: float | None, digits: int = 2) -> str:
    """Return a number; a dash for nothing known."""
    return "–" if value is None else f"{value:.{digits}f}"


def of(part: int, whole: int) -> str:
    """Return part of whole in words."""
    return f"{part} of {whole}"


def back_rows(back: Report) -> Rows:
    """Return the figures of spans, one column each of :data:`BACK_COLUMNS`."""
    columns = [back[run][which] for run, which in _columns(back)]
    lines = (
        ("Rounded spans told", lambda f: of(f["found"], f["rounded"])),
        ("Flat spans called rounded", lambda f: of(f["false"], f["flat"])),
        ("Mild spans told", lambda f: of(f["mild_told"], f["mild"])),
        ("Spans called arched", lambda f: str(f["arched_false"])),
        ("Recall", lambda f: number(f["recall"])),
        ("Precision", lambda f: number(f["precision"])),
        ("F1", lambda f: number(f["f1"])),
        ("Up in the span's own time: rounded / flat", _live),
        ("F1, of those", lambda f: number(f["live"]["f1"])),
        ("Told after the span began, median, s", lambda f: number(f["delay_median_s"])),
        ("Inclined frames with a number, rounded / flat", lambda f: _pair(f["answered_inclined"])),
        ("All frames with a number, rounded / flat", lambda f: _pair(f["answered"])),
        *(
            (f"AUC of the span's median `{name}` (rounded, flat answered)", _auc_of(name))
            for name in back[NAMED]["all"]["auc"]
        ),
    )
    return [(label, *(cell(figures) for figures in columns)) for label, cell in lines]


def _columns(back: Report) -> list[tuple[str, str]]:
    """Return the columns that were run."""
    return [(run, which) for run, which in BACK_COLUMNS if run in back]


def _auc_of(name: str) -> Any:
    def cell(figures: Report) -> str:
        found = figures["auc"].get(name)
        if found is None:
            return "–"
        return f"{number(found['auc'])} ({found['rounded']}, {found['flat']})"

    return cell


def _live(figures: Report) -> str:
    live = figures["live"]
    return f"{of(live['found'], figures['rounded'])} / {of(live['false'], figures['flat'])}"


def _pair(shares: Report) -> str:
    return f"{share(shares['rounded'])} / {share(shares['flat'])}"


def lifter_rows(back: Report) -> Rows:
    """Return lifter by lifter what was told with the exercise named and with nothing named."""
    rows: Rows = []
    for lifter, named in back[NAMED]["lifters"].items():
        other = back.get(UNNAMED, {}).get("lifters", {}).get(lifter)
        rows.append((
            lifter, of(named["found"], named["rounded"]), of(named["false"], named["flat"]),
            of(named["mild_told"], named["mild"]),
            *(("–", "–") if other is None else (
                of(other["found"], other["rounded"]), of(other["false"], other["flat"])
            )),
        ))  # fmt: skip
    return rows


LIFTER_HEAD: Final = (
    "lifter", "rounded told", "flat called rounded", "mild told", "… nothing named: rounded told",
    "… flat called rounded",
)  # fmt: skip

SPAN_HEAD: Final = (
    "clip", "lifter", "span, s", "label", "told", "delay, s", "view", "answered", "of inclined",
    "curvature", "contour", "why none",
)  # fmt: skip


def span_rows(back: Report, *, wrong: bool = False) -> Rows:
    """Return span by span what was told; with ``wrong`` only the missed and the false ones."""
    rows: Rows = []
    for span in back[NAMED]["spans"]:
        if wrong and span["verdict"] not in ("missed", "false"):
            continue
        told = " ".join(code for code in ("rounded", "arched") if span[code]) or "–"
        reasons = [f"{name} {n}" for name, n in span["reasons"].items() if name != "told"]
        end = "end" if span["t1"] >= 99.0 else f"{span['t1']:g}"
        rows.append((
            span["clip"], span["lifter"], f"{span['t0']:g}–{end}", span["label"],
            f"{told} (tail)" if span["tail"] else told, number(span["delay_s"]),
            "yes" if span["accepted"] else "refused", share(span["answered"]),
            share(span["answered_inclined"]),
            *(number(span["medians"][n], 0) for n in ("back_curvature_deg", "back_contour_deg")),
            ", ".join(reasons[:MOST_REASONS]) or "–",
        ))  # fmt: skip
    return rows


BENT: Final = ("rounded", "arched")

COUNT_HEAD: Final = (
    "clip", "exercise", "reps", "counted", "named", "view", "back told", "rounded", "arched",
)  # fmt: skip


def count_rows(counting: Report) -> Rows:
    """Return clip by clip what was counted, with what is wrong in bold."""
    rows: Rows = []
    for score in counting["each"]:
        named_right = score["named"] == (score["expected"] or "unknown")
        view_right = not score["views"] or score["view"] in score["views"]
        rows.append((
            score["clip"], score["exercise"] or "none", str(score["true"]),
            _marked(str(score["counted"]), score["counted"] == score["true"]),
            _marked(score["named"], named_right), _marked(score["view"], view_right),
            share(score["back_told"]),
            *(_marked(str(score[bent]), not (score["flat"] and score[bent])) for bent in BENT),
        ))  # fmt: skip
    return rows


def _marked(text: str, right: bool) -> str:
    return text if right else f"**{text}**"


def family_rows(many: Report) -> tuple[tuple[str, ...], Rows]:
    """Return head and rows of the table of families: how many counted, and named as what."""
    families: Report = many["families"]
    named = {name for family in families.values() for name in family["named"]}
    named |= set(many["no_pull"]["named"])
    order = sorted(named - {NOTHING})
    none = many["no_pull"]
    rows = [
        (
            kind, str(f["fragments"]), of(f["sure_counted"], f["sure"]),
            of(f["sure_enough"], f["sure"]), str(f["named"].get(NOTHING, 0)),
            *(str(f["named"].get(name, "")) for name in order),
        )
        for kind, f in families.items()
    ]  # fmt: skip
    silent = str(none["fragments"] - none["counted"])
    rows.append((
        "no pull, no hinge", str(none["fragments"]), of(none["counted"], none["fragments"]), "–",
        silent, *(str(none["named"].get(name, "")) for name in order),
    ))  # fmt: skip
    head = ("kind", "fragments", "counted, of sure ones", "as often as played", "nothing counted")
    return (*head, *(f"as {name}" for name in order)), rows


BACKS_HEAD: Final = ("kind", "reps", "rounded", "arched", "share of reps", "clips")


def many_back_rows(many: Report) -> Rows:
    """Return how often the backs of instructors were called bent."""
    return [
        (
            kind, str(b["reps"]), str(b["rounded"]), str(b["arched"]),
            f"{share(b['rounded_share'])} / {share(b['arched_share'])}",
            ", ".join(b["clips"]) or "–",
        )
        for kind, b in many["backs"].items()
    ]  # fmt: skip


def back_section(back: Report) -> str:
    """Return the Markdown of the backs."""
    views = {"all": "all views", "accepted": "accepted views"}
    head = ("", *(f"{run}, {views[which]}" for run, which in _columns(back)))
    return "\n\n".join((
        f"Commit `{back['commit']}`, {back['clips']} clips.",
        markdown(head, back_rows(back)),
        "### Lifter by lifter",
        markdown(LIFTER_HEAD, lifter_rows(back)),
        "### Missed and false",
        markdown(SPAN_HEAD, span_rows(back, wrong=True)),
        "### Span by span",
        markdown(SPAN_HEAD, span_rows(back)),
    ))  # fmt: skip


def counting_section(counting: Report) -> str:
    """Return the Markdown of the counted clips."""
    return "\n\n".join((
        f"Commit `{counting['commit']}`, {counting['clips']} clips with reps and "
        f"{counting['negatives']} without.",
        markdown(("", ""), counting_figures(counting)),
        markdown(COUNT_HEAD, count_rows(counting)),
    ))  # fmt: skip


def counting_figures(counting: Report) -> Rows:
    """Return label and figure."""
    c = counting
    return [
        ("Reps a clip, mean absolute error", number(c["reps_mae"])),
        ("Clips counted exactly", share(c["exact"])),
        ("Clips off by one at most", share(c["reps_obo"])),
        ("Named right, of the clips named", f"{share(c['named_right'])} of {c['named']}"),
        ("View as the label says; within a class of it",
         f"{share(c['views_right'])}; {share(c['views_near'])} of {c['views']}"),
        ("Clips without a rep in which one was counted",
         of(c["negatives_counted"], c["negatives"])),
        ("Flat clips called rounded / arched",
         f"{c['flat_rounded']} / {c['flat_arched']} of {c['flat_clips']}"),
        *((f"Counted alike, {name}", share(part)) for name, part in c.get("variants", {}).items()),
    ]  # fmt: skip


def many_section(many: Report) -> str:
    """Return the Markdown of the fragments."""
    head, rows = family_rows(many)
    none = many["no_pull"]
    return "\n\n".join((
        f"Commit `{many['commit']}`, {many['fragments']} fragments. Of {none['fragments']} that "
        f"are no pull and no hinge, {none['counted']} had a rep counted ({none['reps']} reps).",
        markdown(head, rows),
        "### Backs of the instructors",
        markdown(BACKS_HEAD, many_back_rows(many)),
    ))  # fmt: skip


def short_section(report: Report) -> str:
    """Return the short table of the first pages: the backs, which nothing was fitted to.

    What is counted rests on trees that were grown on these people;
    :mod:`tests.training.left_out` has the figures that count.
    """
    rows: Rows = []
    if (back := report.get("back")) is not None:
        whole, accepted = (back[NAMED][which] for which in ("all", "accepted"))
        rows += [
            ("Rounded backs told, spans in views that are accepted (in all)",
             f"{of(accepted['found'], accepted['rounded'])} "
             f"({of(whole['found'], whole['rounded'])})"),
            ("Flat backs called rounded",
             f"{of(accepted['false'], accepted['flat'])} ({of(whole['false'], whole['flat'])})"),
            ("Precision / recall / F1 in accepted views",
             " / ".join(number(accepted[name]) for name in ("precision", "recall", "f1"))),
            ("Told after the span began, median", f"{number(accepted['delay_median_s'])} s"),
            ("Inclined frames with a number, rounded / flat, accepted views",
             _pair(accepted["answered_inclined"])),
        ]  # fmt: skip
    return markdown(("on real people", ""), rows)
