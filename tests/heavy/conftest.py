"""A real Spark: a driver, and two executors that are processes of their own."""

import os
import shutil
import sys
from pathlib import Path

import pytest

import co2label

HERE = Path(co2label.__file__).parents[1]


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """A session of `local-cluster[2,1,1024]`, whose executors import the co2label that is tested."""
    if shutil.which("java") is None:
        if os.environ.get("CI"):
            pytest.fail("Java is missing, and on CI that is a failure")
        pytest.skip("Java is not on this machine")
    import pyspark
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    os.environ |= {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
    }
    quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # for JVMs that live a minute
    settings = {
        "spark.driver.extraJavaOptions": quick,
        "spark.driver.host": "127.0.0.1",
        "spark.executor.extraJavaOptions": quick,
        "spark.executorEnv.PYTHONPATH": str(HERE),
        "spark.sql.shuffle.partitions": "2",
        "spark.task.maxFailures": "2",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local-cluster[2,1,1024]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    work = Path(pyspark.__file__).parent / "work" / session.sparkContext.applicationId
    yield session
    session.stop()
    shutil.rmtree(work, ignore_errors=True)  # a local cluster logs there, whatever it is told
