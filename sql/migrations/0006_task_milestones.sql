-- Milestones of the streak of days on which all tasks are done. Nobody has reached one yet.
with milestones (code, points, threshold,
                 name_en, description_en, name_ru, description_ru) as (values
  ('clear-desk', 15, 3,
      'A Clear Desk',
      'Three days in a row with every task done: the evening has a little more room in it.',
      'Чистый стол',
      'Три дня подряд сделано всё, что задумано: вечером дышится чуть свободнее.'),
  ('clockwork', 40, 7,
      'Clockwork',
      'A week without a loose end: the small wheels turn, and the day keeps time.',
      'Как часы',
      'Неделя без недоделок: маленькие шестерёнки крутятся, и день идёт как часы.'),
  ('word-and-deed', 120, 30,
      'Word and Deed',
      'Thirty days in a row of doing what you set out to do.',
      'Сказано — сделано',
      'Тридцать дней подряд задуманное становится сделанным.'),
  ('hundred-ticks', 350, 100,
      'A Hundred Ticks',
      'One hundred days with the whole list ticked off, down to the last line.',
      'Сто зарубок',
      'Сто дней, в каждом из которых список вычеркнут до последней строчки.'),
  ('year-well-kept', 1000, 365,
      'A Year Well Kept',
      'A whole year in which no day was left unfinished.',
      'Год без долгов',
      'Целый год ни один день не остался недоделанным.')
), added as (
  insert into achievements (code, points, created_at, milestone, threshold)
  select code, points, now(), 'longest_task_streak', threshold from milestones
  returning achievement_id, code
)
insert into achievement_texts (achievement_id, language, name, description)
select a.achievement_id, t.language, t.name, t.description
  from added a
  join milestones m on m.code = a.code
 cross join lateral (values ('en'::language, m.name_en, m.description_en),
                            ('ru'::language, m.name_ru, m.description_ru))
         as t (language, name, description);
