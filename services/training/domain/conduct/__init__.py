"""How work is judged: goals, appraisals, awards, audits, grievances, joint meetings."""
