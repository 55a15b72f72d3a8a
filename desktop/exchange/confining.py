"""Limits the reading process sets itself, so that no file can take the computer's memory.

POSIX has resource limits. On Windows the process puts itself into a job object with a limit of memory; where that is
not permitted, only the time limit of :mod:`desktop.exchange.reading` holds. macOS knows the limit and ignores it.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _PROCESS_MEMORY = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    _EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation

    class _BasicLimits(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    def confine(memory: int) -> None:
        """Limit the memory of this process to ``memory`` bytes, as far as the system permits."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        limits = _ExtendedLimits(ProcessMemoryLimit=memory)
        limits.BasicLimitInformation.LimitFlags = _PROCESS_MEMORY
        job = kernel.CreateJobObjectW(None, None)
        # The job lives as long as a process is in it; the handle is not closed, this process ends soon anyway.
        if job and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)):
            kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())

    def limit_processor_time(seconds: int) -> None:
        """Windows has no such limit for a process by itself."""

    def peak_memory() -> int:
        """Not asked on Windows."""
        return 0

else:
    import resource

    def confine(memory: int) -> None:
        """Limit address space to ``memory`` bytes; no core dumps (they hold what was read), no files written."""
        for kind, limit in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ):
            _lower(kind, limit)

    def limit_processor_time(seconds: int) -> None:
        """Let the system end this process ``seconds`` of processor time from now."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + seconds)

    def _lower(kind: int, limit: int) -> None:
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        # Some systems know a limit and let nobody set it.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, hard))

    def peak_memory() -> int:
        """Most bytes of memory this process ever held."""
        # What getrusage tells on Linux goes on counting from the program that started this one, however large.
        with contextlib.suppress(OSError):
            for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
