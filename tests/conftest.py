"""Hypothesis looks for new cases on every run, but on CI always for the same ones: what lands must not be luck."""

import os

from hypothesis import settings

settings.register_profile("search", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "search")
