"""The window part of the registers: merging, splitting, heads of households, what is to be checked."""
