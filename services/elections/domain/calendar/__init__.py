"""The statutory calendar: polling day and the rules make dated stages, which slip, are done and are told of."""
