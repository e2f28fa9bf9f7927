"""What people of the year say in a line: after a call, when they withdraw, when somebody talked to them."""

from __future__ import annotations

MOVED = (
    "The one question our board had was answered.",
    "Direct, and honest about the second month.",
    "We heard what went wrong before we asked.",
    "We stopped discussing and began to plan.",
    "The first vendor call where nobody sold anything.",
    "Our works council wants the same half hour.",
    "It was the spare parts that convinced our finance people.",
    "They have the same building as we have. That was enough.",
)
TOO_EARLY = (
    "Good call, but we have not seen a price yet.",
    "Useful. Our own homework is not done.",
    "We need to hear it once more with IT in the room.",
)
NO_HELP = (
    "Nice people, another trade.",
    "Their plants are much larger than ours.",
)
NOT_AGAIN = (
    "Half of the time went to prices.",
    "Five people on the call, two were announced.",
    "They had not read what I sent.",
    "It took an hour and a half.",
)
TALKED = (
    "We sat down together. Questions come a day before from now on.",
    "Called the same day. Two people on a call at most.",
    "Apologised. Helps again from next quarter on, in writing first.",
    "Talked about it at the user day; a call in spring is fine.",
)
WRITTEN = (
    "We began with the crew that complained most. After three weeks they showed it to the others.",
    "Ask who keeps the parts list. If it is one person, start there.",
    "Two sites at once was a mistake. One after the other took less time.",
    "The first audit took two days and found two things, both of them ours.",
    "Leave the old system readable for a year. We looked into it four times.",
)
WITHDRAWN = (
    "They visited a site instead.",
    "The buyer signed without a call.",
    "The project moved to next year.",
    "A story was enough for them.",
    "The contact left the company.",
    "Procurement took over and asks nobody.",
)
CALLED_OFF = (
    "A line is down.",
    "Our auditor came early.",
    "Sick child.",
    "Storm, everybody is outside.",
)
HOLDS = (
    "Open claim about a delivery",
    "Contract is being negotiated",
    "New management, let them arrive",
    "Migration to a new site",
)
ELSEWHERE = (
    "Spoke with a prospect at the trade fair",
    "Answered a question by telephone",
    "Coffee with a visitor at the plant",
)
BECAUSE = (
    ("great results",),
    ("great results", "speaks well"),
    ("new roll-out",),
    ("knows finance",),
)
NOT_A_FIT = ("Too early: they went live last month.", "He changes to another company in spring.")
