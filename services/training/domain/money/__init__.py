"""What is promised and paid, and the fund for who has retired."""
