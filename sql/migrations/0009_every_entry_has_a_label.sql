-- Every entry has a label: whoever gives a rating alone gets its standard one, so null never meant
-- anything. Entries of versions that kept no label for a rating get it now.
update entries
   set mood = (array['awful', 'bad', 'okay', 'good', 'great'])[rating]
 where mood is null;

alter table entries
  alter column mood set not null,
  drop constraint entries_content_check;
