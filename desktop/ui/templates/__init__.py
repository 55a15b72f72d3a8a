"""按表样导出: the window in which an office's own forms are kept, mapped and filled."""
