"""Where elections are kept: tables, queries and the rule-set files."""
