"""Reads LEDGER's visits to the last through QSqlQueryModel and prints the processor seconds this took."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QCoreApplication
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel

COLUMNS = "visited_on, village_name, subject_name, visitors, kind, purpose, demand, handling"
QUERY = f"SELECT {COLUMNS} FROM visit WHERE is_withdrawn = 0 ORDER BY visited_on DESC, row DESC"


def main(path: str) -> None:
    app = QCoreApplication([])
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(path)
    assert database.open()
    model = QSqlQueryModel()
    model.setQuery(QUERY)
    begun = time.process_time()
    # It knows no end but the one it has read up to, 256 rows at a time.
    while model.canFetchMore():
        model.fetchMore()
    assert model.index(model.rowCount() - 1, 2).data()
    print(time.process_time() - begun, model.rowCount())
    del app


if __name__ == "__main__":
    main(sys.argv[1])
