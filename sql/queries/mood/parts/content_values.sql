-- What the author of an entry wrote, in the order of content_columns.sql.
:mood::text, :rating::smallint, :note::text, :tags::text[]
