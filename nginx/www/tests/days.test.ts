// Calendar days and local times.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  dayOf,
  daysBetween,
  daysFrom,
  daysInMonth,
  instantAt,
  isDay,
  localTime,
  makeDay,
  weekdayOf,
  weekOf,
} from '../src/days/days';

test('adding days crosses months, years and leap days', () => {
  assert.equal(addDays('2026-02-28', 1), '2026-03-01');
  assert.equal(addDays('2024-02-28', 1), '2024-02-29');
  assert.equal(addDays('2026-12-31', 1), '2027-01-01');
  assert.equal(addDays('2026-01-01', -1), '2025-12-31');
  assert.equal(addDays('1900-02-28', 1), '1900-03-01');
});

test('a change of clocks is a day like others', () => {
  assert.equal(addDays('2026-03-29', 1), '2026-03-30');
  assert.equal(daysBetween('2026-03-01', '2026-04-01'), 31);
  assert.equal(daysFrom('2026-10-24', '2026-10-26').length, 3);
});

test('days between are counted in both directions', () => {
  assert.equal(daysBetween('2026-03-10', '2026-03-10'), 0);
  assert.equal(daysBetween('2026-03-10', '2026-03-01'), -9);
});

test('weekdays go from Monday to Sunday, before 1970 too', () => {
  assert.equal(weekdayOf('2026-11-16'), 1);
  assert.equal(weekdayOf('2026-11-22'), 7);
  assert.equal(weekdayOf('1970-01-01'), 4);
  assert.equal(weekdayOf('1900-01-01'), 1);
});

test('a week begins where the locale says', () => {
  assert.equal(weekOf('2026-11-21', 1), '2026-11-16');
  assert.equal(weekOf('2026-11-21', 7), '2026-11-15');
  assert.equal(weekOf('2026-11-15', 7), '2026-11-15');
  assert.equal(weekOf('2026-11-15', 1), '2026-11-09');
});

test('months have their days', () => {
  assert.equal(daysInMonth(2024, 2), 29);
  assert.equal(daysInMonth(2026, 2), 28);
  assert.equal(daysInMonth(2100, 2), 28);
  assert.equal(daysInMonth(2026, 12), 31);
  assert.equal(makeDay(2026, 3, 5), '2026-03-05');
});

test('only real days are days', () => {
  assert.ok(isDay('2024-02-29'));
  for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '', 'today', '2026-02-30T00:00'])
    assert.ok(!isDay(text), text);
});

test('the day of an instant follows the zone', () => {
  const instant = Date.parse('2026-03-10T22:30:00Z');
  assert.equal(dayOf(instant, 'UTC', 0), '2026-03-10');
  assert.equal(dayOf(instant, 'Europe/Kyiv', 0), '2026-03-11');
  assert.equal(dayOf(instant, 'America/St_Johns', 0), '2026-03-10');
  assert.equal(dayOf(Date.parse('2026-03-10T10:30:00Z'), 'Pacific/Kiritimati', 0), '2026-03-11');
});

test('before the hour at which a day starts it is still the day before', () => {
  assert.equal(dayOf(Date.parse('2026-03-10T03:59:59Z'), 'UTC', 4), '2026-03-09');
  assert.equal(dayOf(Date.parse('2026-03-10T04:00:00Z'), 'UTC', 4), '2026-03-10');
  assert.equal(dayOf(Date.parse('2026-01-01T00:30:00Z'), 'UTC', 1), '2025-12-31');
});

test('midnight is hour 0', () => {
  assert.deepEqual(localTime(Date.parse('2026-03-10T00:00:00Z'), 'UTC'), {
    year: 2026,
    month: 3,
    day: 10,
    hour: 0,
    minute: 0,
  });
});

test('a local time becomes its instant', () => {
  assert.equal(
    new Date(instantAt('2026-07-01T12:00', 'Europe/Kyiv')).toISOString(),
    '2026-07-01T09:00:00.000Z',
  );
  assert.equal(
    new Date(instantAt('2026-01-01T12:00', 'Europe/Kyiv')).toISOString(),
    '2026-01-01T10:00:00.000Z',
  );
  assert.equal(
    new Date(instantAt('2026-01-01T00:15', 'America/St_Johns')).toISOString(),
    '2026-01-01T03:45:00.000Z',
  );
});
