"""The doors through which people write the content: skeletons, spreadsheets, forms, reviews."""
