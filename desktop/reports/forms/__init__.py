"""The printed forms of an issue's handling, each shaped from what is recorded (domain specification §1.5)."""

from __future__ import annotations

from desktop.reports.forms.catalogue import FORMS, Form, fitting, form_named
from desktop.reports.forms.facts import Case, Contact, Reporter, Step
from desktop.reports.forms.handing_over import owner_handover
from desktop.reports.forms.lists import LISTS, ListedIssue, issue_list

__all__ = [
    "FORMS",
    "LISTS",
    "Case",
    "Contact",
    "Form",
    "ListedIssue",
    "Reporter",
    "Step",
    "fitting",
    "form_named",
    "issue_list",
    "owner_handover",
]
