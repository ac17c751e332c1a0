"""The main job: a residents' committee election through the three services, by their public APIs, as offices do it."""
