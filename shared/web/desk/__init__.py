"""The desk: pages on which officers do by hand what programs do through the API, and nothing else.

A page's form is made from the schema of an API operation, and what was typed goes to that operation, inside the
process, with the officer's own token. So rights, rules and messages are the API's; a service only says which operations
belong where.
"""
