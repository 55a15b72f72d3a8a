"""The visits of a village: who went where and what was said, and the issues that came of it."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from desktop.services.sampling.people import Village
from desktop.services.sampling.sentences import CATEGORIES, SUGGESTIONS, Sentences

ISSUES_OF_A_VISIT = 1 / 7
"""How often a visit leads to an issue."""

_KINDS = ("household",) * 14 + ("phone",) * 3 + ("courtyard", "wechat", "other")
_PURPOSES = ("routine",) * 7 + ("key_household", "key_household", "special")
_PLACES = ("路口", "渠道", "水塘边", "主路", "桥头", "晒场")
_HOLIDAYS = (1, 2, 9)
"""Months with festivals at which people are called on."""


class Visits:
    """Draws visits, the same for a seed."""

    def __init__(self, chance: random.Random) -> None:
        self._draw = chance.random
        self._sentences = Sentences(chance)

    def visit(self, village: Village, day: date) -> dict[str, Any]:
        """A visit of a day, with what was raised at it."""
        draw = self._draw
        cadres = village.cadres
        first = int(draw() * len(cadres))
        visitors = [cadres[first]]
        if draw() < 0.4:
            visitors.append(cadres[first - 1])
        values: dict[str, Any] = {
            "unit_code": village.code,
            "village_name": village.name,
            "visited_on": day.isoformat(),
            "visitors": visitors,
        }
        if draw() < 0.04:
            name, phone = village.firms[int(draw() * len(village.firms))]
            values |= {"kind": "enterprise", "purpose": "routine", "subject_name": name, "phone": phone}
            values["situation"] = self._sentences.business()
        else:
            self._call(village, day, values)
        if draw() < 0.1:
            values["companions"] = [cadres[first - 2]]
        self._outcome(values)
        return values

    def _call(self, village: Village, day: date, values: dict[str, Any]) -> None:
        """A household is called on: some are again and again."""
        draw, homes = self._draw, village.homes
        home = homes[int((draw() if draw() < 0.7 else draw() ** 3) * len(homes))]
        is_holiday = day.month in _HOLIDAYS and draw() < 0.4
        values |= {
            "group_name": home.group,
            "kind": _KINDS[int(draw() * len(_KINDS))],
            "purpose": "holiday" if is_holiday else _PURPOSES[int(draw() * len(_PURPOSES))],
            "subject_name": home.head,
            "household_no": home.number,
            "phone": home.phone,
            "situation": self._sentences.situation(),
        }
        if home.tags:
            values["household_tags"] = home.tags

    def _outcome(self, values: dict[str, Any]) -> None:
        draw = self._draw
        fate = draw()
        if fate < ISSUES_OF_A_VISIT:
            values["handling"] = "listed"
        elif fate < 0.35:
            values["handling"] = "on_the_spot" if draw() < 0.5 else "policy_answer"
        else:
            values["handling"] = "none"
        if values["handling"] != "none":
            category = CATEGORIES[int(draw() ** 1.4 * len(CATEGORIES))]
            values |= {"category": category, "demand": self._sentences.demand(category)}
        if draw() < 0.6:
            satisfaction = draw()
            values["satisfaction"] = (
                "satisfied" if satisfaction < 0.75 else "mostly" if satisfaction < 0.96 else "dissatisfied"
            )
            values["signed"] = "yes"
        if draw() < 0.15:
            values["suggestion"] = SUGGESTIONS[int(draw() * len(SUGGESTIONS))]

    def issue(self, visit: dict[str, Any]) -> dict[str, Any]:
        """What is written down of the issue that a visit led to, beside what the visit says."""
        found: dict[str, Any] = {"category": visit["category"], "description": visit["demand"]}
        if self._draw() < 0.8:
            found["location"] = visit.get("group_name", "") + _PLACES[int(self._draw() * len(_PLACES))]
        if self._draw() < 0.7:
            found["people_count"] = 1 + int(self._draw() ** 2 * 60)
        return found
