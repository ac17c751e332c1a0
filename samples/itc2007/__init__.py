"""The curriculum-based timetabling of the Second International Timetabling Competition (ITC-2007, track 3).

Its instances are public, with the best costs that anybody has found; read into our own model they tell how it compares.
"""
