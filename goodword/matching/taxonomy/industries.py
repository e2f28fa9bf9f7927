"""Industries as sectors with branches, and which sectors understand each other's problems.

Names nobody listed are compared as words, so an unknown industry is handled, never refused.
"""

from __future__ import annotations

from functools import lru_cache

from goodword.matching.text import phrase as stems_of

SAME_BRANCH = 1.0
SAME_SECTOR = 0.85
ADJACENT = 0.5

# Sector: {branch: its words and phrases}. A branch named "" holds words that mean the sector as a whole.
SECTORS: dict[str, dict[str, str]] = {
    "Financial services": {
        "": "financial services, finance, financial, diversified financials, capital markets, bfsi",
        "banking": "bank, banking, retail bank, credit union, lender, mortgage, loan, core banking, private banking",
        "payments": "payments, payment, card processing, money transfer, wallet, acquirer, remittance",
        "trading": "brokerage, stock, trading, exchange, securities trading, hedge fund, crypto, cryptocurrency, bitcoin, blockchain",
        "fintech": "fintech, neobank, accounting software, personal finance, invoicing, tax",
        "asset management": "asset management, wealth management, investment, fund, pension",
    },
    "Insurance": {"": "insurance, property and casualty, insurer, reinsurance, managed care, payer, underwriting, policyholder, insurtech, claims"},
    "Healthcare & life sciences": {
        "": "healthcare, health care, health, life sciences, medical, medicine, clinical, patient",
        "providers": "hospital, clinic, care provider, nhs, physician, telehealth",
        "pharma": "pharma, pharmaceutical, biotech, biotechnology, drug discovery, genomics, dna, laboratory medicine",
        "devices": "medical device, diagnostics, medtech, imaging",
        "health software": "health it, hospital software, electronic health record, digital health",
    },
    "Government & public sector": {
        "": "government, public sector, public administration, public services, ministry, municipality, federal, state agency, "
        "council, citizens, tax authority, social security, e-government",
    },
    "Education": {
        "": "education, university, college, school, higher education, teaching, student, training, e-learning, edtech, academy, "
        "course, learning platform",
    },
    "Research & science": {
        "": "research, science, scientific, research institute, physics, laboratory, observatory, academic network, "
        "supercomputing, particle accelerator, astronomy, space science",
    },
    "Telecommunications": {
        "": "telecommunications, telecom, telco, communication services, communications",
        "operators": "mobile operator, carrier, broadband, internet service provider, isp, network operator, fibre, fiber",
        "equipment": "network equipment, networking equipment, wireless, radio access, 5g, modem, router",
    },
    "Software & SaaS": {
        "": "software, saas, software as a service, application software, software vendor, enterprise software, isv, "
        "software development, product company, systems software, internet software",
        "developer tools": "developer tools, devtools, api, developer platform, open-source company, ide, database vendor, testing tools",
        "business applications": "crm, erp, workflow, business intelligence, sales automation, low code, analytics, collaboration, "
        "product lifecycle management, document management",
        "monitoring": "monitoring, observability, aiops, it operations",
        "artificial intelligence": "artificial intelligence, machine learning, data science, ai",
    },
    "Cybersecurity": {"": "cybersecurity, cyber security, security software, network security, identity, threat detection, antivirus"},
    "Cloud, hosting & infrastructure": {
        "": "cloud, hosting, infrastructure, platform as a service, cloud provider, data centre, data center, cdn, domain registrar, "
        "internet services, managed kubernetes, kubernetes platform, virtualisation, storage, web hosting",
    },
    "IT services & consulting": {
        "": "it services, it consulting, consulting, consultancy, consultancies, systems integrator, integrator, managed services, "
        "outsourcing, digital agency, professional services, technology services, software agency",
    },
    "Retail & e-commerce": {
        "": "retail, e-commerce, ecommerce, online shop, online store, webshop, marketplace, retailer, consumer staples, price comparison",
        "grocery": "grocery, supermarket, convenience store",
        "fashion": "fashion, clothing, apparel, sportswear, shoes, luxury",
        "home": "furniture, home improvement, consumer electronics retail",
    },
    "Food & agriculture": {
        "": "food, agriculture, farming, restaurant, beverage, agritech, crop, brewery",
        "delivery": "food delivery, meal delivery, takeaway, quick commerce",
    },
    "Consumer goods": {"": "consumer goods, consumer durables, cosmetics, household goods, fmcg, personal care, toys"},
    "Media & entertainment": {
        "": "media, entertainment, publishing, newspaper, news, broadcaster, interactive media",
        "video": "video streaming, streaming, television, tv, film, ott, broadcast",
        "music": "music, audio streaming, podcast, radio",
    },
    "Gaming & betting": {
        "": "gaming, games, video games, game studio, mobile games, interactive entertainment, esports",
        "betting": "betting, gambling, casino, lottery, sportsbook, odds",
    },
    "Social & consumer internet": {
        "": "social network, social media, consumer internet, dating, lifestyle app, online community, messaging, search engine, "
        "social, chat app, photo sharing",
    },
    "Advertising & marketing": {
        "": "advertising, marketing, adtech, ad network, social listening, marketing automation, digital marketing, ad exchange, "
        "creative agency, customer loyalty, market research",
    },
    "Travel & hospitality": {
        "": "travel, hospitality, tourism, tour operator, online travel",
        "airlines": "airline, aviation, airport, passenger",
        "hotels": "hotel, accommodation, resort, booking",
    },
    "Transportation & logistics": {
        "": "transportation, transport, logistics, supply chain, delivery, shipping, fleet, postal",
        "rail": "rail, railway, train operator, signalling",
        "freight": "freight, trucking, truck, lorry, warehouse, container shipping, parcel",
    },
    "Automotive & mobility": {
        "": "automotive, automobile, car, mobility, vehicle, car maker, automotive supplier",
        "electric": "electric vehicle, ev charging, e-mobility, electric mobility",
        "sharing": "ride hailing, car sharing, ride sharing, scooter, taxi",
    },
    "Manufacturing & industrial": {
        "": "manufacturing, industrial, industrial automation, machinery, machine building, capital goods, engineering, factory, "
        "robotics, industrial iot, scada, robot, plant, 3d printing, steel",
    },
    "Chemicals & materials": {"": "chemicals, chemical, materials, mining, metals, plastics, paper, oilfield"},
    "Semiconductors & electronics": {
        "": "semiconductor, semiconductors, electronics, chip, hardware, technology hardware, processor, embedded systems, "
        "components, consumer electronics, electronic design",
    },
    "Aerospace & defence": {"": "aerospace, defence, defense, military, space, satellite, intelligence agency, avionics, missile"},
    "Energy & utilities": {
        "": "energy, utilities, utility, electricity, power, smart grid, water supply",
        "renewables": "renewable energy, wind, solar, wind turbine, hydropower",
        "oil": "oil, gas, oil and gas, petroleum, pipeline operator",
    },
    "Real estate & construction": {"": "real estate, construction, property, building, architecture, facility management, proptech, housing"},
    "HR & recruitment": {"": "hr, human resources, recruitment, recruiting, job board, staffing, payroll, talent, employment"},
    "Legal": {"": "legal, law, law firm, compliance software, governance, contract management"},
    "Open source & non-profit": {
        "": "open source, non-profit, nonprofit, foundation, charity, community project, hobby, personal project, ngo, volunteers",
    },
}  # fmt: skip

NEIGHBOURS: tuple[tuple[str, str], ...] = (
    ("Financial services", "Insurance"),
    ("Insurance", "Healthcare & life sciences"),
    ("Healthcare & life sciences", "Research & science"),
    ("Healthcare & life sciences", "Government & public sector"),
    ("Government & public sector", "Education"),
    ("Government & public sector", "Aerospace & defence"),
    ("Education", "Research & science"),
    ("Education", "Open source & non-profit"),
    ("Research & science", "Open source & non-profit"),
    ("Telecommunications", "Cloud, hosting & infrastructure"),
    ("Telecommunications", "Semiconductors & electronics"),
    ("Software & SaaS", "Cloud, hosting & infrastructure"),
    ("Software & SaaS", "IT services & consulting"),
    ("Software & SaaS", "Cybersecurity"),
    ("Cybersecurity", "Cloud, hosting & infrastructure"),
    ("Retail & e-commerce", "Consumer goods"),
    ("Retail & e-commerce", "Food & agriculture"),
    ("Retail & e-commerce", "Travel & hospitality"),
    ("Retail & e-commerce", "Advertising & marketing"),
    ("Consumer goods", "Food & agriculture"),
    ("Consumer goods", "Manufacturing & industrial"),
    ("Media & entertainment", "Gaming & betting"),
    ("Media & entertainment", "Social & consumer internet"),
    ("Media & entertainment", "Advertising & marketing"),
    ("Gaming & betting", "Social & consumer internet"),
    ("Social & consumer internet", "Advertising & marketing"),
    ("Travel & hospitality", "Transportation & logistics"),
    ("Transportation & logistics", "Automotive & mobility"),
    ("Automotive & mobility", "Manufacturing & industrial"),
    ("Automotive & mobility", "Semiconductors & electronics"),
    ("Manufacturing & industrial", "Semiconductors & electronics"),
    ("Manufacturing & industrial", "Aerospace & defence"),
    ("Manufacturing & industrial", "Energy & utilities"),
    ("Manufacturing & industrial", "Chemicals & materials"),
    ("Semiconductors & electronics", "Aerospace & defence"),
    ("Energy & utilities", "Chemicals & materials"),
    ("Real estate & construction", "Manufacturing & industrial"),
    ("HR & recruitment", "Software & SaaS"),
    ("Legal", "Financial services"),
    ("Legal", "Software & SaaS"),
)

Node = tuple[str, str]
"""A sector and a branch of it ("" for the sector as a whole)."""


def nearness(asked: str, told: str) -> float | None:
    """Return how near the industry `told` is to the one `asked`, 0 to 1, or None when one is no industry we know."""
    if stems_of(asked) and stems_of(asked) == stems_of(told):
        return SAME_BRANCH
    left, right = places_of(asked), places_of(told)
    if not left or not right:
        return None
    return max(between(one, other) for one in left for other in right)


@lru_cache(maxsize=8_192)
def places_of(name: str) -> frozenset[Node]:
    """Return where in the tree a name belongs; a sector's own name is that sector alone."""
    whole = stems_of(name)
    if whole in SECTOR_NAMES:
        return frozenset({(SECTOR_NAMES[whole], "")})
    found: set[Node] = set()
    start = 0
    while start < len(whole):
        length = next(
            (n for n in range(LONGEST_PHRASE, 0, -1) if whole[start : start + n] in PHRASES),
            0,
        )
        if length:
            found.update(PHRASES[whole[start : start + length]])
        start += length or 1
    return frozenset(found)


def sectors_of(name: str) -> frozenset[str]:
    return frozenset(sector for sector, _ in places_of(name))


@lru_cache(maxsize=1_024)
def words_of(name: str) -> dict[str, float]:
    """Return stems that tell of this industry in running text, each at most 1, less for a part of a long phrase."""
    weights: dict[str, float] = {}
    for sector, branch in sorted(places_of(name)):
        for other, phrases in SECTORS[sector].items():
            weight = 1.0 if branch == other else 0.5
            for phrase in phrases.split(","):
                parts = stems_of(phrase)
                for part in parts:
                    weights[part] = max(weights.get(part, 0.0), weight / len(parts) ** 2)
    return weights


def between(left: Node, right: Node) -> float:
    if left == right:
        return SAME_BRANCH
    if left[0] == right[0]:
        return SAME_SECTOR
    return ADJACENT if frozenset({left[0], right[0]}) in ADJACENCY else 0.0


def phrase_table() -> dict[tuple[str, ...], frozenset[Node]]:
    table: dict[tuple[str, ...], set[Node]] = {}
    for sector, branches in SECTORS.items():
        for branch, phrases in branches.items():
            for phrase in phrases.split(","):
                table.setdefault(stems_of(phrase), set()).add((sector, branch))
    return {phrase: frozenset(nodes) for phrase, nodes in table.items() if phrase}


ADJACENCY = frozenset(frozenset(pair) for pair in NEIGHBOURS)
SECTOR_NAMES = {stems_of(sector): sector for sector in SECTORS}
PHRASES = phrase_table()
LONGEST_PHRASE = max(len(phrase) for phrase in PHRASES)
