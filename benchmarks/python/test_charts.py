"""python -m unittest test_charts; with KEEP_CHARTS=DIR the pictures of made-up results stay there to be looked at."""
import contextlib
import io
import json
import os
import pathlib
import random
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import charts  # noqa: E402

MACHINE = {"cpu": "made-up processor", "cores": 2, "java": "OpenJDK 17", "date": "2020-02-02"}
RATES = {"rawBatchesOf8": 300, "rawBatchesOf16": 320, "rawBatchesOf32": 310, "analyzeAll": 295, "callers1": 140, "callers4": 230,
         "callers16": 280, "callers64": 290, "callers256": 288, "oneTextPerRun": 190, "fixedPaddingTo128": 60, "fifoBatchesOf32": 170,
         "threadPerRequest": 180, "djlPredictor": 120, "hfPipeline1": 55, "hfPipeline8": 100, "hfPipeline32": 90, "hfPipeline64": 80,
         "onnxruntimePy1": 125, "onnxruntimePy16Sorted": 210, "shareOfRaw": 0.9}
SET_UPS = {"sentiment4j": (20, 0.03, 9), "threadPerRequest": (35, 0.0, 1), "fixedPaddingTo128": (90, 0.75, 1), "fifoBatchesOf32": (60, 0.38, 14)}


def write(folder, name, value):
    (folder / name).write_text(json.dumps(value), encoding="utf-8")


def made_up_results(folder):
    dice = random.Random(7)
    write(folder, "results.json", [{
        "benchmark": "a.b.Throughput.run", "params": {"texts": ""}, "primaryMetric": {}, "vmName": "A VM", "vmVersion": "17",
        "secondaryMetrics": {name: {"rawData": [[rate * dice.uniform(0.9, 1.08) for _ in range(6)]]} for name, rate in RATES.items()}}])


def made_up_open_loop(folder):
    rows = []
    for arrivals, slower in (("poisson", 1), ("bursty", 2.6)):
        for set_up, (base, waste, batch) in SET_UPS.items():
            for load in (0.5, 0.8, 0.95, 1.2):
                p50 = base * slower / max(0.06, 1.25 - load)
                rejected = int(1000 * max(0, load - 1)) if set_up == "sentiment4j" else 0
                rows.append({
                    "setup": set_up, "arrivals": arrivals, "load": load, "offered": 1000, "completed": 1000 - rejected, "rejected": rejected,
                    "throughput": 200 * min(load, 1), "p50": p50, "p90": p50 * 2, "p99": p50 * 3.5, "p999": p50 * (5 + load), "max": p50 * 9,
                    "rejectionP99": 0.1, "paddingWaste": waste * (0.8 + load / 4), "meanBatch": 1 + (batch - 1) * load})
    write(folder, "open-loop.json", {"machine": MACHINE, "capacity": 250.0, "rows": rows})


def made_up_soak(folder):
    dice = random.Random(9)
    lines = ["seconds,texts,cycles,rssMb,heapMb,threads"]
    for minute in range(0, 181):
        lines.append(f"{minute * 60},{minute * 15000},{minute // 2},{470 + min(minute, 8) * 4 + dice.uniform(-2, 2):.1f},"
                     f"{60 + minute * 37 % 70},{22 + (minute % 2 if minute < 6 else 0)}")
    (folder / "soak.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


class ChartsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.source = pathlib.Path(folder.name)
        self.target = pathlib.Path(os.environ.get("KEEP_CHARTS", self.source / "out"))

    def draw(self):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            drawn = charts.draw(self.source, self.target)
        return sorted(path.name for path in drawn), said.getvalue()

    def test_draws_every_chart_small_enough_for_a_repository(self):
        for make in (made_up_results, made_up_open_loop, made_up_soak):
            make(self.source)
        names, said = self.draw()
        self.assertEqual(["latency-bursty.png", "latency-poisson.png", "padding.png", "soak.png", "throughput.png"], names)
        for name in names:
            self.assertLessEqual((self.target / name).stat().st_size, 150_000, name)
        self.assertIn("not drawn: counter shareOfRaw", said)
        self.assertNotIn("skipped", said)


class GapsTest(unittest.TestCase):
    """Results that lack something; their pictures are not kept."""

    setUp, draw = ChartsTest.setUp, ChartsTest.draw

    def test_says_what_it_skips(self):
        self.target = self.source / "out"
        names, said = self.draw()
        self.assertEqual([], names)
        for name in ("results.json", "open-loop.json", "soak.csv"):
            self.assertIn(f"skipped: {name}", said)

    def test_draws_what_a_single_row_allows(self):
        self.target = self.source / "out"
        write(self.source, "results.json", [{"secondaryMetrics": {"analyzeAll": {"rawData": [[250.0]]}}}])
        write(self.source, "open-loop.json", {"rows": [{"setup": "sentiment4j", "arrivals": "bursty", "load": 0.5, "p99": 12.0, "p999": None}]})
        names, said = self.draw()
        self.assertEqual(["latency-bursty.png", "throughput.png"], names)
        self.assertIn("nothing on latency, poisson", said)
        self.assertIn("nothing on padding", said)


class NamesTest(unittest.TestCase):
    def test_counters_are_named_in_words(self):
        known = charts.OUR_COUNTERS + charts.RIVAL_COUNTERS
        self.assertEqual("Hugging Face pipeline, batches of 32", charts.counter_name("hfPipeline32", known))
        self.assertEqual("Hugging Face pipeline, one by one", charts.counter_name("hfPipeline1", known))
        self.assertEqual("Python ONNX Runtime, sorted batches of 16", charts.counter_name("onnxruntimePy16Sorted", known))
        self.assertEqual("Sentiment4J, 1 caller", charts.counter_name("callers1", known))
        self.assertIsNone(charts.counter_name("shareOfRaw", known))

    def test_labels_keep_their_distance_and_stay_inside(self):
        places = charts.spread_apart([0.2, 0.21, 0.97, 0.99], [0.0, 0.1, 0.1, 0.1])
        self.assertTrue(all(b - a >= 0.099 for a, b in zip(places, places[1:])), places)
        self.assertLessEqual(places[-1], 1.0)


if __name__ == "__main__":
    unittest.main()
