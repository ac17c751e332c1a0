"""The office's daily work at the desk: tables of what there is and forms for what can be done, a module a subject."""
