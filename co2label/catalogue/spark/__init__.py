"""Where one machine ends: the footprints of a Spark DataFrame, computed where its rows are (the extra `[spark]`).

Each executor runs the pure function on the rows that it holds, by `mapInArrow` (`work`); there is no scheduler and no cluster
code here. What needs more than one row is Spark's work: ids that come twice are found by a window (`repeated`), and products
that use each other come together in one task, for one exact solve (`frames`). Nothing is collected in the driver.
"""

from co2label.catalogue.spark.frames import footprints
from co2label.catalogue.spark.schemas import result_type

__all__ = ["footprints", "result_type"]
