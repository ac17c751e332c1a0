"""The elections desk: a module for each subject with its tasks (`SECTIONS`) and what can be done (`ACTIONS`)."""
