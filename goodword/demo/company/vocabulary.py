"""The words Fernhollow sorts its customers and deals by."""

from __future__ import annotations

INDUSTRIES = {
    "Manufacturing": ("Food & drink", "Packaging", "Machinery", "Building materials"),
    "Utilities": ("Water", "Electricity & heat"),
    "Transport": ("Rail & transit", "Ports & shipping", "Aviation services"),
    "Property & facilities": ("Hospitals", "Universities", "Facilities management"),
    "Mining & energy": ("Quarries", "Wind & solar"),
}
REGIONS = {
    "Europe": ("Iberia", "France & Benelux", "Nordics", "UK & Ireland", "Central Europe"),
    "Americas": ("North America", "Latin America"),
    "Africa & Middle East": ("West Africa", "East Africa", "Gulf"),
    "Asia & Pacific": ("Japan & Korea", "South & Southeast Asia", "Australia & New Zealand"),
}
SIZES = ("Under 500 people", "500 to 2,000 people", "2,000 to 10,000 people", "Over 10,000 people")
PRODUCTS = ("Work orders", "Shift planner", "Sensor hub", "Crew app", "Parts store")
REPLACED = ("Spreadsheets and paper", "Ironledger", "A system of their own", "Gantry One")
COMPETITORS = ("Gantry One", "Millwright Cloud")
TOPICS = (
    "Leaving spreadsheets",
    "Getting crews to use it",
    "Site by site roll-out",
    "Proving savings to finance",
    "Audit and safety records",
    "Connecting old machines",
    "Working without a signal",
    "Spare parts on time",
)
