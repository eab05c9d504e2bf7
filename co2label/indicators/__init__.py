"""Indicators: what a label may say beside the figure: municipalities, wood, buildings, the origin of electricity."""
