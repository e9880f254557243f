-- The entry, with the bytes of its texts, and whether its day has other entries.
  left join lateral (select e.*,
                            text_bytes(e) as bytes,
                            exists (select
                                      from entries o
                                     where o.account_id = :account::bigint
                                       and o.day = e.day
                                       and o.entry_id <> e.entry_id) as others_on_day
                       from entries e
                      where e.account_id = :account::bigint
                        and e.entry_id = :entry::bigint) e on true
