"""Every passage that answers a question, from all documents, in an order; without a screen."""
