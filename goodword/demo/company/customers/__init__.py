"""The customers whom the scenes of today are about, and the people there who help."""

from goodword.demo.company.customers.a_to_m import A_TO_M
from goodword.demo.company.customers.n_to_z import N_TO_Z
from goodword.demo.company.customers.shapes import Customer, Person

CUSTOMERS: tuple[Customer, ...] = (*A_TO_M, *N_TO_Z)

__all__ = ["CUSTOMERS", "Customer", "Person"]
