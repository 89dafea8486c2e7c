"""Draws the results of the benchmarks.

    python charts.py RESULTS_DIR OUT_DIR

Reads results.json (JMH), open-loop.json and soak.csv; whatever is missing is skipped with a note.
"""
import csv
import datetime
import json
import pathlib
import re
import statistics
import sys
import textwrap

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402  the back end is chosen first
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, NullLocator  # noqa: E402
from PIL import Image  # noqa: E402

# Blue and orange stay apart for colour-blind readers (Okabe and Ito); rivals are told apart by tone, dash and mark.
OURS, REFERENCE, RIVAL = "#0072B2", "#D55E00", "#9AA3AD"
RIVAL_LINES = [("#5F6B76", "-", "s"), ("#8C96A0", "--", "D"), ("#5F6B76", ":", "^"), ("#8C96A0", "-.", "v"), ("#A9B1B9", "-", "P"),
               ("#5F6B76", "--", "X"), ("#8C96A0", ":", "p"), ("#5F6B76", "-.", "*")]
INK, QUIET, GRID, PAPER = "#1F2933", "#5F6B76", "#E3E7EB", "#FCFCFA"
DPI, WIDTH = 150, 10

OUR_COUNTERS = [(r"analyzeAll", "Sentiment4J, analyzeAll"),
                (r"callers(\d+)", "Sentiment4J, {} callers")]
RIVAL_COUNTERS = [(r"oneTextPerRun", "One text a call"),
                  (r"fixedPaddingTo(\d+)", "Every text padded to {} tokens"),
                  (r"fifoBatchesOf(\d+)", "Batches of {} as they come"),
                  (r"threadPerRequest", "A thread a request"),
                  (r"djlPredictor(\d*)", "DJL Predictor {}"),
                  (r"hfPipeline(\d+)", "Hugging Face pipeline, batches of {}"),
                  (r"onnxruntimePy(\d+)", "Python ONNX Runtime, batches of {}"),
                  (r"onnxruntimePy(\d+)Sorted", "Python ONNX Runtime, sorted batches of {}"),
                  (r"onnxruntimePy(.*)", "Python ONNX Runtime {}")]
RAW_COUNTERS = [(r"rawBatchesOf(\d+)", "ONNX Runtime alone, ideal batches of {}")]


# ---- names ----

def words(name):
    """camelCase or dashes -> words, for names that nobody foresaw."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return " ".join(part if part.isupper() else part.lower() for part in parts)


def counter_name(counter, patterns):
    """A counter's name in people's words, or None when it is not of this kind."""
    for pattern, text in patterns:
        found = re.fullmatch(pattern, counter)
        if found:
            rest = words(found.group(1)) if found.groups() else ""
            text = re.sub(r"batches of 1$", "one by one", text.format(rest).strip())
            return text.removesuffix("s") if text.endswith(" 1 callers") else text
    return None


def is_ours(set_up):
    return set_up.lower().startswith("sentiment4j")


def set_up_name(set_up):
    for patterns in (OUR_COUNTERS, RIVAL_COUNTERS):
        name = counter_name(set_up, patterns)
        if name:
            return name
    if is_ours(set_up):
        return ", ".join(part for part in ("Sentiment4J", words(set_up[len("sentiment4j"):])) if part)
    text = words(set_up)
    return set_up if " " in set_up else text[:1].upper() + text[1:]


def number(value):
    """Few digits, as many as one reads."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0") if value >= 1 else f"{value:.2g}"


def percent(value):
    """Of a share; the space does not break, like that of a duration."""
    return f"{number(100 * value)}\u00a0%"


def duration(milliseconds):
    return f"{number(milliseconds)}\u00a0ms" if milliseconds < 999.5 else f"{number(milliseconds / 1000)}\u00a0s"


def span(values, show):
    """From the least to the greatest; a unit that both share is said once."""
    low, high = show(min(values)), show(max(values))
    if low == high:
        return low
    unit = high.partition("\u00a0")[2]
    return f"{low.removesuffix(chr(0xa0) + unit) if unit else low}\u00a0to\u00a0{high}"


def balanced(text, width):
    """As many lines as `width` needs, but of even length."""
    lines = textwrap.wrap(text, width)
    for narrower in range(width - 1, 10, -1):
        even = textwrap.wrap(text, narrower)
        if len(even) > len(lines):
            break
        if len(even[-1]) > 0.6 * len(even[0]):
            return even
    return lines


# ---- the look ----

def style():
    plt.rcParams.update({
        "font.family": "DejaVu Sans", "font.size": 11, "text.color": INK, "axes.labelcolor": QUIET, "xtick.color": QUIET,
        "ytick.color": QUIET, "axes.edgecolor": GRID, "axes.facecolor": PAPER, "figure.facecolor": PAPER, "axes.axisbelow": True,
        "grid.color": GRID, "grid.linewidth": 0.9, "axes.spines.top": False, "axes.spines.right": False,
        "xtick.major.size": 0, "ytick.major.size": 0,
        "xtick.major.pad": 6, "axes.labelsize": 10.5, "xtick.labelsize": 10.5, "ytick.labelsize": 10.5})


class Sheet:
    """A figure with a title that states the finding, a line below it, a footnote, and room for the axes in between."""

    def __init__(self, title, subtitle, footnote, height):
        self.figure = plt.figure(figsize=(WIDTH, height), dpi=DPI)
        self.height = height
        title = balanced(title, 72)
        subtitle = balanced(subtitle, 112)
        footnote = textwrap.wrap(footnote, 128)
        y = 0.22
        for lines, size, colour, weight, step in ((title, 15, INK, "bold", 0.29), (subtitle, 10.5, QUIET, "normal", 0.22)):
            for line in lines:
                self.figure.text(0.03, 1 - y / height, line, fontsize=size, color=colour, weight=weight, va="top")
                y += step
            y += 0.06
        self.top = 1 - (y + 0.34) / height
        for index, line in enumerate(reversed(footnote)):
            self.figure.text(0.03, (0.14 + 0.17 * index) / height, line, fontsize=8.5, color=QUIET, va="bottom")
        self.bottom = (0.14 + 0.17 * len(footnote) + 0.62) / height

    def axes(self, rows=1, columns=1, left=0.09, right=0.97, hspace=0.3, **more):
        grid = dict(left=left, right=right, top=self.top, bottom=self.bottom, wspace=0.12, hspace=hspace)
        return self.figure.subplots(rows, columns, squeeze=False, gridspec_kw=grid, **more)

    def save(self, path):
        self.figure.savefig(path, metadata={"Software": None})
        plt.close(self.figure)
        # Few colours, so a palette loses nothing to the eye and most of the size.
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(192, dither=Image.Dither.NONE).save(path, optimize=True)
        return path


def bars(axis, rows):
    """Horizontal bars, (name, values, is ours, note): medians, whiskers from the least to the greatest, the first row on top.

    A gap parts ours, which come first, from the others.
    """
    right = max(max(values) for _, values, _, _ in rows)
    places = [index + (0 if row[2] else 0.5) for index, row in enumerate(rows)]
    for y, (_, values, ours, note) in zip(places, rows):
        middle = statistics.median(values)
        colour = OURS if ours else RIVAL
        axis.barh(y, middle, height=0.66, color=colour, linewidth=0)
        if len(values) > 1:
            axis.plot([min(values), max(values)], [y, y], color=INK, linewidth=1.2, solid_capstyle="butt")
            axis.plot([min(values), max(values)], [y, y], color=INK, linestyle="", marker="|", markersize=7, markeredgewidth=1.2)
        axis.text(max(values) + right * 0.014, y, note, va="center", fontsize=10.5, color=OURS if ours else INK,
                  weight="bold" if ours else "normal", bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.2})
    axis.set_yticks(places, [row[0] for row in rows])
    for label, row in zip(axis.get_yticklabels(), rows):
        label.set_color(OURS if row[2] else INK)
        label.set_weight("bold" if row[2] else "normal")
    axis.set_ylim(places[-1] + 0.6, -0.6)
    axis.spines["left"].set_visible(False)
    axis.grid(True, axis="x")


# ---- reading ----

def rates(results):
    """Texts a second by counter, over all benchmarks, forks and iterations."""
    found = {}
    for benchmark in results:
        for counter, metric in benchmark.get("secondaryMetrics", {}).items():
            values = [value for fork in metric.get("rawData", []) for value in fork if isinstance(value, (int, float)) and value > 0]
            found.setdefault(counter, []).extend(values)
    return {counter: values for counter, values in found.items() if values}


def footnote(machine, results, newest, about):
    """What the figures hold for: the machine, and the day."""
    machine = dict(machine or {})
    day = next((machine.pop(key) for key in ("date", "measured", "day") if key in machine), None)
    if day is None:
        day = datetime.date.fromtimestamp(newest.stat().st_mtime).isoformat()
    parts = [str(value) if isinstance(value, str) else f"{value} {words(key)}" for key, value in machine.items()]
    if not parts and results:
        parts = [f"{results[0].get('vmName', 'Java')} {results[0].get('vmVersion', '')}".strip()]
    return f"{about} Machine: {', '.join(parts) or 'not recorded'}. Measured {str(day)[:10]}."


# ---- the charts ----

def throughput(found, note, target):
    ours, rivals, raw = [], [], []
    for counter, values in found.items():
        for patterns, rows in ((OUR_COUNTERS, ours), (RIVAL_COUNTERS, rivals), (RAW_COUNTERS, raw)):
            name = counter_name(counter, patterns)
            if name:
                rows.append((name, values, rows is ours, number(statistics.median(values))))
    if not ours and not rivals:
        return None
    # Ours in the order of the table: the bulk call, then more and more callers; the others from the fastest down.
    ours.sort(key=lambda row: [int(digits) for digits in re.findall(r"\d+(?= caller)", row[0])])
    rivals.sort(key=lambda row: -statistics.median(row[1]))
    best = max(raw, key=lambda row: statistics.median(row[1]), default=None)
    parts = []
    if ours:
        parts.append(f"Sentiment4J analyzes {span([statistics.median(row[1]) for row in ours], number)} texts/s")
    if rivals:
        parts.append(f"{'the ' if parts else ''}other ways {span([statistics.median(row[1]) for row in rivals], number)}")
    if best:
        parts.append(f"the engine alone {best[3]}")
    title = ", ".join(parts)
    sheet = Sheet(title[0].upper() + title[1:], "Texts per second, same texts and weights. Bars are medians, whiskers span the least to the "
                  "greatest iteration.", note, 2.6 + 0.36 * (len(ours) + len(rivals)))
    axis = sheet.axes(left=0.37, right=0.95)[0, 0]
    bars(axis, ours + rivals)
    right = max(max(row[1]) for row in ours + rivals + raw)
    if best:
        rate = statistics.median(best[1])
        axis.axvline(rate, color=REFERENCE, linewidth=1.6, linestyle=(0, (5, 3)), zorder=0.9)
        axis.annotate(f"{best[0]}: {best[3]}", (rate, 1), xycoords=("data", "axes fraction"), xytext=(0, 4),
                      textcoords="offset points", ha="right", va="bottom", fontsize=10, color=REFERENCE, annotation_clip=False)
    axis.set_xlim(0, right * 1.1)
    axis.set_xlabel("texts per second")
    return sheet.save(target)


def spread_apart(places, gaps, least=0.0, most=1.0):
    """Moves sorted heights apart, each as little as its neighbours allow, so that labels do not lie on each other.

    `gaps` has the distance that each needs from the one before it; the first is not read.
    """
    placed = list(places)
    for _ in range(500):
        for index in range(1, len(placed)):
            overlap = gaps[index] - (placed[index] - placed[index - 1])
            if overlap > 0:
                placed[index - 1] -= overlap / 2
                placed[index] += overlap / 2
        if placed:
            placed[0], placed[-1] = max(placed[0], least), min(placed[-1], most)
    return placed


def line_styles(names):
    tones, dashes = iter(RIVAL_LINES * len(names)), iter(["-", "--", ":", "-."] * len(names))
    return {name: (OURS, next(dashes), "o") if is_ours(name) else next(tones) for name in names}


def latency(rows, capacity, arrivals, note, target):
    rows = [row for row in rows if row["arrivals"] == arrivals]
    if not rows:
        return None
    set_ups = sorted({row["setup"] for row in rows}, key=lambda name: (not is_ours(name), name))
    loads = sorted({row["load"] for row in rows})
    named = max((load for load in loads if load <= 0.8), default=loads[0])
    there = {row["setup"]: row["p99"] for row in rows if row["load"] == named and row.get("p99")}
    ours = [value for name, value in there.items() if is_ours(name)]
    parts = [f"{span(ours, duration)} with Sentiment4J"] if ours else []
    others = [value for name, value in there.items() if not is_ours(name)]
    if others:
        parts.append(f"{span(others, duration)} with the other{'s' if len(others) > 1 else ''}")
    kind = {"poisson": "Poisson arrivals", "bursty": "Bursts"}.get(arrivals, arrivals)
    sheet = Sheet(f"{kind} at {percent(named)} of capacity: 99\u00a0% of answers within " + ", ".join(parts),
                  "Latency of the texts that were answered, logarithmic. " + rejections(rows, set_ups, loads[-1]), note,
                  5.9 + 0.35 * max(0, len(set_ups) - 5))
    panels = sheet.axes(1, 3, left=0.085, right=0.765, sharey=True)[0]
    styles = line_styles(set_ups)
    for axis, (key, name) in zip(panels, (("p50", "Median"), ("p99", "99th percentile"), ("p999", "99.9th percentile"))):
        for set_up in reversed(set_ups):
            points = sorted((row["load"], row[key]) for row in rows if row["setup"] == set_up and row.get(key))
            if not points:
                continue
            colour, dash, mark = styles[set_up]
            ours = is_ours(set_up)
            axis.plot(*zip(*points), color=colour, linestyle=dash, marker=mark, markersize=7 if ours else 5,
                      linewidth=2.8 if ours else 1.6, zorder=3 if ours else 2)
        axis.set_yscale("log")
        axis.set_title(name, loc="left", fontsize=11.5, color=INK, pad=8)
        axis.set_xticks(loads, [f"{100 * load:.0f}" for load in loads])
        axis.set_xlim(loads[0] - 0.06, loads[-1] + 0.06)
        axis.grid(True, axis="y")
        axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: duration(value)))
        axis.yaxis.set_major_locator(LogLocator(subs=(1, 3)))
        axis.yaxis.set_minor_formatter(NullFormatter())
        axis.yaxis.set_minor_locator(NullLocator())
    panels[1].set_xlabel("offered load, % of capacity" + (f" ({number(capacity)} texts/s)" if capacity else ""))
    label_ends(panels[-1], rows, set_ups, styles, sheet)
    return sheet.save(target)


def label_ends(axis, rows, set_ups, styles, sheet):
    """Names at the right ends of the lines, in the lines' colours, joined to them where they had to move."""
    ends = []
    for set_up in set_ups:
        points = sorted((row["load"], row["p999"]) for row in rows if row["setup"] == set_up and row.get("p999"))
        if points:
            x, y = axis.transAxes.inverted().transform(axis.transData.transform(points[-1]))
            ends.append((y, x, set_up))
    ends.sort()
    inches = (sheet.top - sheet.bottom) * sheet.height
    lines = [balanced(set_up_name(set_up), 21) for _, _, set_up in ends]
    gaps = [0.0] + [(0.095 * (len(below) + len(above)) + 0.05) / inches for below, above in zip(lines, lines[1:])]
    for (y, x, set_up), text, place in zip(ends, lines, spread_apart([end[0] for end in ends], gaps, -0.12, 1.08)):
        colour, dash, mark = styles[set_up]
        ours = is_ours(set_up)
        free = {"transform": axis.transAxes, "clip_on": False, "color": colour}
        axis.plot([x + 0.03, x + 0.12], [y, place], linewidth=0.7, **free)
        # A piece of the line itself, because greys alone are hard to tell apart.
        axis.plot([x + 0.13, x + 0.205, x + 0.28], [place] * 3, linestyle=dash, marker=mark, markevery=[1], markersize=5,
                  linewidth=2.8 if ours else 1.6, **free)
        axis.text(x + 0.32, place, "\n".join(text), transform=axis.transAxes, va="center", fontsize=9.5, linespacing=1.05,
                  color=colour if ours else INK, weight="bold" if ours else "normal")


def rejections(rows, set_ups, load):
    """A chart of latencies leaves out what was turned away, so it is said in words."""
    shares = []
    for set_up in set_ups:
        row = next((row for row in rows if row["setup"] == set_up and row["load"] == load and row.get("offered")), None)
        if row:
            shares.append((set_up_name(set_up), row.get("rejected", 0) / row["offered"]))
    some = [f"{name} {percent(share)}" for name, share in shares if share]
    if not shares:
        return ""
    if not some:
        return f"Nothing was turned away, even at {percent(load)} of capacity."
    rest = "" if len(some) == len(shares) else ", the others none"
    return f"Turned away at {percent(load)} of capacity: {', '.join(some)}{rest}."


def padding(rows, note, target):
    waste, batch = {}, {}
    for row in rows:
        if row.get("paddingWaste") is not None:
            waste.setdefault(row["setup"], []).append(row["paddingWaste"])
            if row.get("meanBatch"):
                batch.setdefault(row["setup"], []).append(row["meanBatch"])
    if not waste:
        return None
    drawn = []
    for set_up in sorted(waste, key=lambda name: (not is_ours(name), statistics.median(waste[name]))):
        text = percent(statistics.median(waste[set_up]))
        if set_up in batch:
            text += f"    {span(batch[set_up], number)} texts a batch"
        drawn.append((set_up_name(set_up), waste[set_up], is_ours(set_up), text.replace(" 1 texts", " 1 text")))
    ours = [statistics.median(values) for name, values in waste.items() if is_ours(name)]
    others = [statistics.median(values) for name, values in waste.items() if not is_ours(name)]
    parts = [f"{span(ours, percent)} of the computed tokens with Sentiment4J"] if ours else []
    parts += [f"{span(others, percent)} with the other{'s' if len(others) > 1 else ''}"] if others else []
    sheet = Sheet("Padding: " + ", ".join(parts), "Bars are medians over loads and arrivals, whiskers span the least to the greatest.",
                  note, 2.5 + 0.42 * len(drawn))
    axis = sheet.axes(left=0.30, right=0.96)[0, 0]
    bars(axis, drawn)
    right = max(max(values) for values in waste.values())
    axis.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axis.set_xticks([tick for tick in axis.get_xticks() if 0 <= tick <= min(1, max(right * 1.2, 0.01))])
    axis.set_xlim(0, max(right * 1.4, 0.01))
    axis.set_xlabel("padding, % of the tokens that the engine computed")
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
    return sheet.save(target)


def soak(path, note, target):
    with open(path, encoding="utf-8", newline="") as f:
        rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(f)]
    if len(rows) < 2:
        return None
    unit, size = ("hours", 3600) if rows[-1]["seconds"] >= 7200 else ("minutes", 60)
    time = [row["seconds"] / size for row in rows]
    # Medians of a twentieth of the run, so that no single sample decides.
    tenth, few = len(rows) // 10, max(1, len(rows) // 20)
    settled, end = (statistics.median(row["rssMb"] for row in part) for part in (rows[tenth:tenth + few], rows[-few:]))
    threads = [row["threads"] for row in rows[tenth:]]
    title = (f"Over {number(time[-1])} {unit}, resident memory went from {settled:,.0f} to {end:,.0f}\u00a0MB, "
             f"threads {'stayed at' if len(set(threads)) == 1 else 'varied from'} {span(threads, number)}")
    sheet = Sheet(title, f"{rows[-1]['texts']:,.0f} texts and {rows[-1]['cycles']:,.0f} cycles. The title compares the end with "
                  "the state after the first tenth of the run.", note, 6.6)
    memory, count = sheet.axes(2, 1, left=0.09, right=0.82, hspace=0.16, sharex=True, height_ratios=[2.4, 1])[:, 0]
    for axis, key, name, colour, width in (
            (memory, "rssMb", "resident memory", OURS, 2.2), (memory, "heapMb", "Java heap in use", QUIET, 1.2),
            (count, "threads", "threads", OURS, 2.2)):
        values = [row[key] for row in rows]
        axis.plot(time, values, color=colour, linewidth=width, drawstyle="steps-post" if key == "threads" else "default")
        end = statistics.median(values[-few:])
        axis.annotate(f"{name}\n{end:,.0f}{'' if key == 'threads' else ' MB'}", (time[-1], end), xytext=(8, 0), textcoords="offset points",
                      va="center", fontsize=10.5, color=colour, weight="bold" if colour == OURS else "normal", annotation_clip=False)
        axis.set_ylim(0, None)
        axis.margins(x=0)
        axis.grid(True, axis="y")
    memory.set_ylim(0, max(row["rssMb"] for row in rows) * 1.12)
    count.set_ylim(0, max(row["threads"] for row in rows) * 1.35)
    count.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    memory.set_ylabel("MB")
    count.set_ylabel("threads")
    count.set_xlabel(unit)
    return sheet.save(target)


# ---- everything ----

def read(path):
    if path.is_file():
        return json.loads(path.read_text(encoding="utf-8"))
    print(f"skipped: {path.name} is not in {path.parent}")
    return None


def draw(source, target):
    """All charts that the results allow; returns the paths."""
    style()
    target.mkdir(parents=True, exist_ok=True)
    results, open_loop = read(source / "results.json"), read(source / "open-loop.json")
    machine, rows = (open_loop or {}).get("machine"), (open_loop or {}).get("rows", [])
    drawn = []

    def keep(path, what):
        if path:
            drawn.append(path)
            print(f"drew {path.name}, {path.stat().st_size / 1000:.0f} KB")
        else:
            print(f"skipped: the results hold nothing on {what}")

    if results is not None:
        found = rates(results)
        known = OUR_COUNTERS + RIVAL_COUNTERS + RAW_COUNTERS
        for counter in found:
            if not counter_name(counter, known):
                print(f"not drawn: counter {counter}, which charts.py does not know as a throughput")
        note = footnote(machine, results, source / "results.json", "More is better.")
        keep(throughput(found, note, target / "throughput.png"), "throughput")
    if open_loop is not None:
        note = footnote(machine, results, source / "open-loop.json",
                        "Open loop: texts arrive on their own schedule, whether or not earlier ones are answered. Less is better.")
        for arrivals in ("poisson", "bursty"):
            keep(latency(rows, open_loop.get("capacity"), arrivals, note, target / f"latency-{arrivals}.png"), f"latency, {arrivals}")
        keep(padding(rows, footnote(machine, results, source / "open-loop.json", "Less is better."), target / "padding.png"), "padding")
    if (source / "soak.csv").is_file():
        note = footnote(machine, results, source / "soak.csv", "Flat is good.")
        keep(soak(source / "soak.csv", note, target / "soak.png"), "the soak run")
    else:
        print(f"skipped: soak.csv is not in {source}")
    return drawn


def main():
    if len(sys.argv) != 3:
        raise SystemExit("usage: python charts.py RESULTS_DIR OUT_DIR")
    source = pathlib.Path(sys.argv[1])
    if not source.is_dir():
        raise SystemExit(f"{source} is no folder; give the one with results.json, open-loop.json or soak.csv")
    draw(source, pathlib.Path(sys.argv[2]))


if __name__ == "__main__":
    main()
