"""Labels in bulk: one run over a whole catalogue into a folder, that may be interrupted at any moment and goes on.

How it goes, file by file: `survey` looks ahead, `chunks` cuts, `workers` hand the parts out, `making` makes one (`computing`
its figures), `folder` writes whole files, `journal` writes down what is through. At the end `results`, `book`, `summary` and
`manifest` are made from the journal alone.
"""

from __future__ import annotations

from co2label.catalogue.bulk.estimate import Estimate, estimate
from co2label.catalogue.bulk.job import Job
from co2label.catalogue.bulk.journal import started
from co2label.catalogue.bulk.run import Outcome, run
from co2label.catalogue.bulk.source import Source

__all__ = ["Estimate", "Job", "Outcome", "Source", "estimate", "run", "started"]
