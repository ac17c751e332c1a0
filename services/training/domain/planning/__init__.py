"""The year's or quarter's plan of training: what is asked for, what a plan must keep, what it costs, why not otherwise.

Pure and without a solver: `checker` and `objective` judge a finished plan by the problem alone, so that whatever made
the plan is held to account by code that it does not share.
"""
