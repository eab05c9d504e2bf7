"""The day of a command: that of the machine where nobody gives one. The other tests set it (see `conftest.py`)."""

import datetime as dt
import subprocess
import sys


def day():
    return dt.datetime.now().astimezone().date()


def test_today_is_the_day_of_the_machine():
    code = "from co2label.cli import _clock; print(_clock.today())"
    before = day()
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert before <= dt.date.fromisoformat(said.strip()) <= day()
