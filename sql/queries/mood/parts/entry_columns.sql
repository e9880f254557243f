-- The columns of an entry `e`, in the order of kEntryFields (fcgi_app/mood/entry.hpp).
e.entry_id, e.uid, e.mood, e.rating, e.note, array_to_json(e.tags), e.recorded_at, e.day
