from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
import goodword.matching.index, goodword.matching.judged, goodword.matching.rules
loaded = {name.split(".")[0] for name in sys.modules}
sys.exit(" ".join(sorted(loaded & {"django", "psycopg"})) or 0)
"""


def test_the_pipeline_runs_without_django_or_a_database() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
