"""What else could group articles into stories, beside what does: representations, trained scorers, communities."""
