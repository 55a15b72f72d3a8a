"""An office's own forms: empty workbooks whose tables are filled with records, everything else left as it is."""
