"""The result bundle: an election's papers as one file that anybody can check without this system.

`packing` is the file, `sealing` its signature, `contents` what lies in it, `checking` the check of all of it.
"""
