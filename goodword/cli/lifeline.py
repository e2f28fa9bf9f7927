"""End when the supervisor ends, however it ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SUPERVISOR = "GOODWORD_SUPERVISOR"  # the process number of the `goodword run` that started us
PR_SET_PDEATHSIG = 1


def follow_supervisor() -> None:
    """Ask for SIGTERM at the death of `goodword run`, if that started this process."""
    if supervisor := os.environ.pop(SUPERVISOR, None):  # ours alone: children of ours have us as their parent
        follow(int(supervisor))


def follow(parent: int) -> None:
    """Ask the kernel for SIGTERM when `parent`, which started this process, ends.

    Trap: the signal comes when the parent's *thread* that started us ends, so parents start children from their main
    thread only. It isn't handed on: a child of ours asks for itself.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it was gone before we asked
        sys.exit(1)
