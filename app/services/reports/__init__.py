"""Reports: a value built by a query, drawn by one theme, on paper and as a workbook."""
