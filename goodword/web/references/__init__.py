"""Pages about customers as references: the company's page, the advocate's page, consent, holds, who may know."""
