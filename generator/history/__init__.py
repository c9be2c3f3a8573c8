"""Git versions of the content, read as dated changes in meaning."""
