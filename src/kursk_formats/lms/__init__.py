"""Files that learning management systems import, one template each, from the neutral questions."""
