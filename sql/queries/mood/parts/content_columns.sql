-- The columns that the author of an entry wrote (kContentFields).
mood, rating, note, tags
