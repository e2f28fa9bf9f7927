"""Buyer roles as families, so that a "Head of SRE" meets a "Platform lead"."""

from __future__ import annotations

from functools import lru_cache

from goodword.matching.text import phrase as stems_of

FAMILIES: dict[str, str] = {
    "operations": "sre, site reliability, reliability, operations, infrastructure, platform, devops, ops, sysadmin, system administrator, "
    "systems engineer, cloud, release, it operations, monitoring, observability",
    "development": "developer, development, software, architect, engineering, programmer, cto, mobile, backend, frontend, technology",
    "quality": "quality, qa, test, testing, automation",
    "security": "security, ciso, risk, compliance, privacy, audit",
    "data": "data, analytics, machine learning, business intelligence, informatics, research, scientist, lecturer",
    "business": "product, marketing, sales, programme, program manager, project, ceo, founder, owner, customer success, business",
    "finance": "finance, cfo, procurement, purchasing, controller, treasury",
    "people": "hr, human resources, talent, payroll, people",
    "it": "cio, it manager, information technology, it director",
}


def nearness(asked: str, told: str) -> float | None:
    """Return 1 when two job titles share a family, 0 when they do not, None when one of them belongs to none."""
    left, right = families_of(asked), families_of(told)
    if not left or not right:
        return None
    return 1.0 if left & right else 0.0


@lru_cache(maxsize=8_192)
def families_of(title: str) -> frozenset[str]:
    tokens = stems_of(title)
    runs = {
        tokens[start:end] for start in range(len(tokens)) for end in range(start + 1, min(start + 4, len(tokens) + 1))
    }
    return frozenset(FAMILY_OF[run] for run in runs if run in FAMILY_OF)


FAMILY_OF = {stems_of(phrase): family for family, phrases in FAMILIES.items() for phrase in phrases.split(",")}
