"""From figures to the letter: words, claims, paragraphs, documents."""
