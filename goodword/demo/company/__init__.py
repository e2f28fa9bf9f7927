"""What the demo company is: people, customers, deals and the year they had. Invented here, all of it."""
