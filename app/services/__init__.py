"""What the office does: finding, changing, importing, reporting. No Qt."""
