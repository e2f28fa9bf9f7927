"""The deals that the scenes of today are about, and the people there who decide."""

from goodword.demo.company.deals.a_to_k import A_TO_K
from goodword.demo.company.deals.l_to_z import L_TO_Z
from goodword.demo.company.deals.shapes import Buyer, Deal

DEALS: tuple[Deal, ...] = (*A_TO_K, *L_TO_Z)

__all__ = ["DEALS", "Buyer", "Deal"]
