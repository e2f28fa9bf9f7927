from __future__ import annotations

import os
import shlex
import signal
from contextlib import suppress
from pathlib import Path

from tests.cli.running import Running, children, command, descendants, free_port
from tests.postgres.looking import processes_of, until

MOST_MEMORY = 700  # MB resident, shared pages counted for each process


def test_it_serves_and_says_where_and_how_to_sign_in(running: Running) -> None:
    assert running.status("/healthz") == 200
    assert f"http://localhost:{running.port}" in running.said
    assert "goodword workspace create" in running.said


def test_a_second_one_on_the_same_folder_is_told_about_the_first(running: Running) -> None:
    second = command("run", "--port", str(free_port()), "--data", running.data)
    assert second.returncode == 1
    assert f"http://localhost:{running.port}, process {running.process.pid}" in " ".join(second.stderr.split())
    assert "--data" in second.stderr
    assert running.is_ready()


def test_a_taken_port_is_said_with_another_to_take(running: Running, tmp_path: Path) -> None:
    refused = command("run", "--port", str(running.port), "--data", tmp_path / "other")
    assert refused.returncode == 1
    assert f"Port {running.port} is taken" in refused.stderr
    assert f"make run PORT={running.port + 1}" in refused.stderr


def test_a_command_beside_it_uses_its_database(running: Running) -> None:
    servers = [number for number, words in processes_of(running.data).items() if "postgres -D" in words]
    made = command("workspace", "create", "Beside", "--admin", "ada@ledgerly.example", "--data", running.data)
    assert made.returncode == 0, made.stderr
    assert set(servers) <= set(processes_of(running.data))
    assert running.is_ready()


def test_everything_together_stays_small(running: Running) -> None:
    total = 0
    for number in descendants(running.process.pid):
        with suppress(OSError):  # one that ended just now
            pages = int(Path(f"/proc/{number}/statm").read_text().split()[1])
            total += pages * os.sysconf("SC_PAGESIZE") // 1024
    assert 50 * 1024 < total < MOST_MEMORY * 1024


def test_pages_and_worker_never_hold_the_owners_address(running: Running) -> None:
    for name in ("web", "worker"):
        environment = Path(f"/proc/{running.child(name)}/environ").read_bytes()
        assert b"DATABASE_URL=" in environment
        assert b"DATABASE_OWNER_URL=" not in environment


def test_a_killed_worker_is_started_again(running: Running) -> None:
    before = running.child("worker")
    os.kill(before, signal.SIGKILL)
    until(lambda: running.child("worker") not in (0, before), "another worker")
    assert "The worker process ended (signal SIGKILL); starting it again" in running.said
    until(running.is_ready, "the pages answer")


def test_killed_pages_are_started_again_and_leave_no_process_on_the_port(running: Running) -> None:
    before = running.child("web")
    (serving,) = until(lambda: list(children(before)), "the serving process")
    os.kill(before, signal.SIGKILL)
    until(lambda: not Path(f"/proc/{serving}/exe").exists(), "the orphan ends by itself")
    until(running.is_ready, "the pages answer")


def test_pages_and_worker_outlive_a_killed_database(running: Running) -> None:
    notes = running.data / "postgres" / "cluster" / "postmaster.pid"
    before = notes.read_text().splitlines()[0]
    os.kill(int(before), signal.SIGKILL)
    until(lambda: notes.exists() and notes.read_text().splitlines()[0] != before, "another server")
    until(running.is_ready, "the pages answer")


def test_a_killed_keeper_is_replaced(running: Running) -> None:
    def keeper() -> int:
        return next((number for number, words in processes_of(running.data).items() if "keeper.py" in words), 0)

    before = keeper()
    os.kill(before, signal.SIGKILL)
    until(lambda: keeper() not in (0, before), "another keeper")
    until(running.is_ready, "the pages answer")


def test_the_first_words_name_the_command_for_this_very_folder_and_its_link_leads_here(running: Running) -> None:
    line = next(line for line in running.said.splitlines() if line.endswith("NAME --admin EMAIL"))
    program, *words = shlex.split(line)
    assert program.endswith("goodword") and words[:4] == ["workspace", "create", "--data", str(running.data)]
    made = command(*words[:2], "Ledgerly", "--admin", "ada@ledgerly.example", *words[2:4])
    assert made.returncode == 0, made.stderr
    assert made.stdout.split()[-1].startswith(f"http://localhost:{running.port}/l/")
