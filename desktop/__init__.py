"""Zoufang 走访通: visits and issues of a village, kept offline and exchanged by workbook."""

__version__ = "0.1.0"
