"""Pictures: a display list in millimetres, checked once, drawn by one small file per format.

This room knows nothing of carbon. A `Scene` lists rectangles, lines of text, QR codes and images; a `Picture` is a
Scene that has passed its checks and can be saved in every format; `Pages` are several as one document.

* Text: `measure` and `ink` give the size of a line, `fit` shrinks and breaks it.
* Layout: `Block`, `Line`, `OneLine`, `Row`, `Beside`, `Side`, `Bar`, `Rule`, `Space`, `Cells` and `Column` are set from top to
  bottom, in the measures and colours that all cards share.
* Figures: `Scale` and `ScaleMark` are steps with letters, `ShareBar` a share with its range, `StackedBar` the parts of a sum.
* QR codes: `symbol` makes one, `QrTemplate` many.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
