"""Printed documents: set on pages, painted on paper, PDF and pictures, shown before they are printed."""
