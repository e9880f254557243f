-- The milestones: achievements that award themselves in the moment they are reached. Their texts
-- are written for the readers of each language, not translated word by word.
with milestones (code, points, milestone, threshold,
                 name_en, description_en, name_ru, description_ru) as (values
  ('first-entry', 10, 'entries', 1,
      'The First Mark',
      'The very first entry: one day that will not slip away unnoticed.',
      'Первая строка',
      'Первая запись — и этот день уже не затеряется среди других.'),
  ('finding-the-words', 25, 'entries', 10,
      'Finding the Words',
      'Ten entries, and the blank page is no longer a stranger.',
      'Проба пера',
      'Десять записей: перо расписано, и слова уже приходят сами.'),
  ('leafing-back', 60, 'entries', 50,
      'Leafing Back',
      'Fifty entries, enough to leaf through and meet yourself along the way.',
      'Есть что перечитать',
      'Пятьдесят записей: можно открыть наугад и вспомнить, каким был тот день.'),
  ('hundred-windows', 110, 'entries', 100,
      'A Hundred Windows',
      'One hundred entries, each of them a window with its light left on.',
      'Сто окон',
      'Сто записей, и в каждой, как в вечернем окне, горит свой свет.'),
  ('charted-waters', 200, 'entries', 250,
      'Charted Waters',
      '250 entries: the map of your days now shows its coasts, its currents and its calm bays.',
      'Карта своих дней',
      '250 записей: белых пятен всё меньше, знакомых мест всё больше.'),
  ('slow-novel', 320, 'entries', 500,
      'A Slow Novel',
      '500 entries: a long story, told a day at a time by the one who was there.',
      'Роман с продолжением',
      '500 записей: хватит на целый роман, и новые страницы всё прибывают.'),
  ('long-gallery', 500, 'entries', 1000,
      'The Long Gallery',
      'A thousand entries hung side by side, the bright and the dark, all of them yours.',
      'Дом с тысячей комнат',
      'Тысяча записей: для каждого дня нашлась своя комната, и ни одна не заперта.'),
  ('skyful-of-stars', 700, 'entries', 2000,
      'A Skyful of Stars',
      '2,000 entries, about as many as the stars you can see on a clear, dark night.',
      'Звёздное небо',
      '2000 записей — примерно столько звёзд видно в ясную ночь вдали от города.'),
  ('decade-in-ink', 900, 'entries', 3650,
      'A Decade in Ink',
      '3,650 entries: ten years’ worth of days, set down one at a time.',
      'Десять годичных колец',
      '3650 записей: дней набралось на десять лет, по кольцу за каждый год, как у дерева.'),
  ('great-library', 1000, 'entries', 5000,
      'The Great Library',
      '5,000 entries: shelf upon shelf about a single life, and there is room for more.',
      'Собрание сочинений',
      '5000 записей: целое собрание ваших дней, и новый том уже начат.'),
  ('kindling', 15, 'longest_streak', 3,
      'Kindling',
      'Three days in a row: a small flame, but it has caught.',
      'Огонёк',
      'Три дня подряд: огонёк ещё мал, но уже занялся.'),
  ('seven-voices', 30, 'longest_streak', 7,
      'Seven Voices',
      'Seven days in a row, and every day of the week has had its say.',
      'Вся неделя в сборе',
      'Семь дней подряд: высказались все, от понедельника до воскресенья.'),
  ('waxing-moon', 50, 'longest_streak', 14,
      'Waxing Moon',
      'Fourteen days in a row, long enough for a thin crescent to become a full moon.',
      'Растущая луна',
      'Четырнадцать дней подряд: за это время тонкий серп вырастает в полную луну.'),
  ('no-blank-squares', 90, 'longest_streak', 30,
      'No Blank Squares',
      'Thirty days in a row: a month of little squares, and not one left empty.',
      'Лист календаря',
      'Тридцать дней подряд: целый месяц перед глазами, и ни одной пустой клетки.'),
  ('path-in-the-grass', 130, 'longest_streak', 50,
      'A Path in the Grass',
      'Fifty days in a row: where you pass each evening, there is a path now.',
      'Тропинка через луг',
      'Пятьдесят дней подряд: там, где стояла нехоженая трава, теперь вьётся тропинка.'),
  ('unbroken-thread', 225, 'longest_streak', 100,
      'The Unbroken Thread',
      'One hundred days in a row on a single thread, and it has held.',
      'Сто бусин на нити',
      'Сто дней подряд: бусина к бусине, и нить ни разу не порвалась.'),
  ('stream-to-river', 375, 'longest_streak', 200,
      'From Stream to River',
      'Two hundred days in a row: what began as a trickle now knows its own way.',
      'Полноводная река',
      'Двести дней подряд: ручеёк стал рекой, и русло у неё своё.'),
  ('around-the-sun', 600, 'longest_streak', 365,
      'Once Around the Sun',
      '365 days in a row: one full journey around the sun, with every day of it marked.',
      'Четыре времени года',
      '365 дней подряд: капель, зной, листопад и снег — весь год в одном дневнике.'),
  ('every-season-twice', 850, 'longest_streak', 730,
      'Every Season Twice',
      '730 days in a row: each season came round a second time and found you here.',
      'Дважды вокруг Солнца',
      '730 дней подряд: два полных оборота Земли по орбите, и вы не пропустили ни дня.'),
  ('lighthouse', 1000, 'longest_streak', 1000,
      'The Lighthouse',
      'A thousand days in a row: through fog and fair weather, the light came on.',
      'Маяк',
      'Тысяча дней подряд: и в штиль, и в шторм этот огонь загорался каждый вечер.')
), added as (
  insert into achievements (code, points, created_at, milestone, threshold)
  select code, points, now(), milestone::milestone, threshold from milestones
  returning achievement_id, code
)
insert into achievement_texts (achievement_id, language, name, description)
select a.achievement_id, t.language, t.name, t.description
  from added a
  join milestones m on m.code = a.code
 cross join lateral (values ('en'::language, m.name_en, m.description_en),
                            ('ru'::language, m.name_ru, m.description_ru))
         as t (language, name, description);

-- Who has come that far already gets them too, now.
insert into awards (account_id, achievement_id, awarded_at, day)
select a.account_id, c.achievement_id, now(),
       ((now() at time zone a.time_zone)
        - make_interval(hours => a.day_starts_at))::date
  from accounts a
  join achievements c
    on c.threshold <= case c.milestone when 'entries' then a.mood_entries
                                       else a.longest_mood_streak end;
insert into runs (account_id, activity, first_day, last_day)
select account_id, 'award', day, day from awards group by account_id, day;
insert into achievement_holders (achievement_id, slot, accounts)
select achievement_id, account_id % 4, count(*) from awards group by achievement_id, account_id % 4;
update accounts a
   set achievements = w.achievements, points = w.points
  from (select w.account_id, count(*) as achievements, sum(c.points) as points
          from awards w
          join achievements c on c.achievement_id = w.achievement_id
         group by w.account_id) w
 where w.account_id = a.account_id;
delete from point_totals;
insert into point_totals (points, slot, accounts)
select points, points_slot, count(*) from accounts group by points, points_slot;
