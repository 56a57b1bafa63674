"""Opens every page of a built site in every way that readers do, and measures what happens."""
