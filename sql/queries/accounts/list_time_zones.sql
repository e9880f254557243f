-- The time zones that an account may choose.
select name from time_zones
