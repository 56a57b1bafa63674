"""The book on paper and in e-readers: documents of their own, not the site's pages printed."""
