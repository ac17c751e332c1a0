"""What `make bench` measures, on the whole platform with everything on one machine."""
