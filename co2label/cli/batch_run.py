"""What `co2label batch` does with what it was told: a run, or an estimate of one."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.cli import clock
from co2label.cli.batch_shown import progress_bar
from co2label.cli.messages import remark
from co2label.cli.usage import refuse, refuse_given

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from co2label.catalogue.bulk import Estimate, Job, Outcome
    from co2label.cli.batch_source import ProductFiles
    from co2label.factors import FactorLibrary

__all__ = ["Batch"]


@dataclass(frozen=True, slots=True)
class Batch:
    """What was asked for; what was not said is None."""

    files: ProductFiles
    folder: Path | None
    workers: int | None
    quiet: bool
    options: Mapping[str, Any]
    """Of the `Job`, as it names them."""
    house: Path | None

    def check(self, *, dry_run: bool) -> None:
        """Refuse options that do not go together, before anything is read.

        Raises:
            BadParameter: says which, and what would help.
        """
        if self.folder is None and not dry_run:
            refuse("give a folder for the labels, such as -o labels", "--output")
        self.files.check()
        if not {"png", "zpl"} & set(self.options["formats"]):
            refuse_given({"--dpi": self.options["dpi"]}, "dots per inch are of png and zpl")
        if "png" not in self.options["formats"]:
            refuse_given({"--ink": self.options["ink"]}, "an ink is of png")

    def run(self, *, restart: bool) -> tuple[Outcome, float]:
        """Make everything; how long it took, in seconds."""
        from co2label.catalogue.bulk import run, started  # noqa: PLC0415 - a fast start

        assert self.folder is not None  # checked
        begun = time.monotonic()
        source, factors = self.files.opened()
        job = self._job(factors, (None if restart else started(self.folder)) or clock.today())
        workers = self._workers()
        with progress_bar(self.quiet) as progress:
            try:
                outcome = run(source, self.folder, job, workers=workers, restart=restart, progress=progress)
            except KeyboardInterrupt:
                remark(f"stopped; the same command goes on where this run is now, in {self.folder}")
                raise
        return outcome, time.monotonic() - begun

    def estimate(self) -> Estimate:
        """What it would take, from a sample."""
        from co2label.catalogue.bulk import estimate  # noqa: PLC0415 - a fast start

        source, factors = self.files.opened()
        job = self._job(factors, clock.today())
        with progress_bar(self.quiet) as progress:
            return estimate(
                source, job, workers=self._workers(), progress=lambda count: progress(count, None)
            )

    def _job(self, factors: FactorLibrary, today: date) -> Job:
        from co2label.catalogue.bulk import Job  # noqa: PLC0415 - a fast start
        from co2label.label import House  # noqa: PLC0415

        house: dict[str, Any] = {} if self.house is None else {"house": House.read(self.house)}
        return Job(today=today, factors=factors, **self.options, **house)

    def _workers(self) -> int:
        if self.workers is not None:
            return self.workers
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
