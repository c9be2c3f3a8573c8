"""One view of the catalogue as data: what JSON, CSV, XLSX and their descriptions all read."""
