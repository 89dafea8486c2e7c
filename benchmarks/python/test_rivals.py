"""Runs rivals.py on the default model as the Java side does; skipped where its packages are missing."""
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE.parent.parent / "sentiment-onnx/src/main/resources/dev/sentiment4j/models/social-en"
TEXTS = ["I love this phone", "worst service ever, two hours on hold and then they hung up", "the meeting moved to Thursday"]
MISSING = [name for name in ("torch", "transformers", "onnx", "onnxruntime") if importlib.util.find_spec(name) is None]


@unittest.skipIf(MISSING, f"not installed: {MISSING}")
class RivalsTest(unittest.TestCase):
    def talk(self, lines, requests):
        with tempfile.TemporaryDirectory() as folder:
            texts = pathlib.Path(folder) / "texts.jsonl"
            texts.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
            command = [sys.executable, str(HERE / "rivals.py"), "--model", str(MODEL), "--texts", str(texts), "--threads", "1"]
            return subprocess.run(command, input="".join(request + "\n" for request in requests), capture_output=True, text=True)

    def test_every_set_up_answers_with_the_same_labels_and_output_is_the_protocol_alone(self):
        names = ["hf-pipeline-1", "hf-pipeline-8", "hf-pipeline-32", "hf-pipeline-64", "onnxruntime-py-1", "onnxruntime-py-16-sorted"]
        requests = [json.dumps({"run": name, "texts": 3}) for name in names]
        done = self.talk([json.dumps(text) for text in TEXTS], [*requests, '{"run": "other"}', "no json", '{"run": "hf-pipeline-1", "texts": 4}',
                                                               '{"quit": true}', requests[0]])
        ready, *answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(names, ready["ready"])
        for name, answer in zip(names, answers[:6]):
            self.assertEqual((name, 3, {"negative": 1, "neutral": 1, "positive": 1}), (answer["run"], answer["texts"], answer["labels"]))
            self.assertGreater(answer["seconds"], 0)
        self.assertEqual(["no such set-up", "a request is o", "texts must be "], [answer["error"][:14] for answer in answers[6:]])

    def test_a_bad_line_is_refused_by_its_number_without_its_text(self):
        done = self.talk(['"fine"', "a secret post"], [])
        self.assertNotEqual(0, done.returncode)
        self.assertEqual("", done.stdout)
        self.assertIn("line 2", done.stderr)
        self.assertNotIn("secret", done.stderr)


if __name__ == "__main__":
    unittest.main()
