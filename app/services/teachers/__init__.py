"""Teachers: enterprise practice, who is on the staff on a day, and the ratios that follow."""
