-- How the account compares, by the histogram as it was before this statement.
comparison as (
  select shorter - :self_is_shorter::integer as shorter, accounts - 1 as others
    from accounts_with_shorter_streaks(:current::integer)
)
