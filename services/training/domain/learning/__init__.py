"""Courses and sessions: places, check-in, results, certificates, what each cadre must complete."""
