"""Run under `shim.c` with CRASH_LOG: one verb on a ledger from beginning to end. Arguments: the ledger, the verb."""

import sys

from killed import VERBS

from co2label.incentive import Ledger

with Ledger.open(sys.argv[1]) as book:
    VERBS[sys.argv[2]][0](book)
