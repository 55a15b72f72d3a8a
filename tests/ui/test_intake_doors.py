"""Where taking in a ledger begins: buttons above the lists, the exchange page, a file let go over the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.exporting import export_workbook
from desktop.ui.intake.wizard import IntakeWizard
from desktop.ui.pages.exchange import ExchangePage
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.pages.page import Page
from desktop.ui.pages.registers import RegistersPage
from desktop.ui.pages.visits import VisitsPage
from desktop.ui.preferences import Preferences
from tests.book import Book
from tests.ui.found_ledgers import Engine, engine  # noqa: F401 - a fixture
from tests.ui.office import Office, record_visit, show_page

_ = (Book, Preferences)
