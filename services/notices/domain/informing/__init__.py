"""Whether residents were told: coverage (R62), targets (R73), publicity of elections (R12), visits at doors."""
