-- The values of content_columns.sql, in the same order.
:mood::text, :rating::smallint, :note::text, :tags::text[]
