"""From a view to bytes: one pure function a format."""
