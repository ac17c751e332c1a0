"""The contracts between services: what each event carries (a module for each publisher) and who hears it (routing)."""
