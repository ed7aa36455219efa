"""Training pairs made from news: faithful sentences, the same with one fault, and judged summaries."""
