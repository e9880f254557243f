// The Russian texts of the first view. Numbers have four forms: 1 день, 2 дня, 5 дней, 1,5 дня.
import type { Catalogue } from './catalogue';
import type { en } from './en';

export const ru: Catalogue<typeof en, 'one' | 'few' | 'many' | 'other'> = {
  'app.tagline': 'Тихий дневник ваших дней',
  'app.skip': 'Перейти к содержанию',
  'app.sections': 'Разделы',
  'app.loading': 'Минутку…',

  'nav.today': 'Сегодня',
  'nav.journal': 'Дневник',
  'nav.year': 'Год',
  'nav.trends': 'Динамика',
  'nav.tasks': 'Дела',
  'nav.achievements': 'Достижения',
  'nav.people': 'Люди',
  'nav.statistics': 'Статистика',
  'nav.settings': 'Настройки',
  'nav.admin': 'Управление',
  'nav.more': 'Ещё',

  'common.save': 'Сохранить',
  'common.cancel': 'Отмена',
  'common.close': 'Закрыть',
  'common.delete': 'Удалить',
  'common.edit': 'Изменить',
  'common.undo': 'Вернуть',
  'common.again': 'Попробовать ещё раз',
  'common.reload': 'Обновить страницу',
  'common.older': 'Показать более ранние',
  'common.more': 'Показать ещё',
  'common.busy': 'Секунду…',
  'common.optional': 'по желанию',
  'common.saved': 'Сохранено',

  'error.title': 'Не получилось',
  'error.unreachable': 'Нет связи с дневником. Проверьте, есть ли интернет.',
  'error.unknown': 'Что-то пошло не так. Попробуйте ещё раз.',
  'error.chunk': 'Эту часть страницы не удалось загрузить.',
  'error.wait': {
    one: 'Подождите {n} секунду и попробуйте снова.',
    few: 'Подождите {n} секунды и попробуйте снова.',
    many: 'Подождите {n} секунд и попробуйте снова.',
    other: 'Подождите {n} секунды и попробуйте снова.',
  },
  'error.request': 'Запрос {id}',

  'mood.1': 'Ужасно',
  'mood.2': 'Плохо',
  'mood.3': 'Средне',
  'mood.4': 'Хорошо',
  'mood.5': 'Отлично',
  'mood.none': 'Без оценки',
  'mood.choose': 'Выберите настроение',

  'sign.in': 'Войти',
  'sign.up': 'Завести дневник',
  'sign.username': 'Имя',
  'sign.username.hint': 'От 3 до 64 букв, цифр и знаков . _ -, в начале буква или цифра',
  'sign.password': 'Пароль',
  'sign.password.hint': 'Не короче 8 знаков. Лучше всего — несколько слов подряд.',
  'sign.show': 'Показать пароль',
  'sign.in.lead': 'Рады видеть вас снова.',
  'sign.up.lead': 'Одно касание в день — и день не потеряется.',
  'sign.no-account': 'Впервые здесь?',
  'sign.has-account': 'Уже есть дневник?',
  'sign.zone': 'Дни считаются по часам {zone}. Это можно поменять позже.',
  'sign.ended': 'Сеанс закончился',
  'sign.ended.lead': 'Войдите снова и продолжайте с того же места. Всё, что вы набрали, на месте.',
  'sign.other': 'Войти под другим именем',
  'sign.other.warning': 'Несохранённое пропадёт.',
  'sign.other.unsent': {
    one: 'Пропадёт {n} неотправленная запись и всё, что не сохранено.',
    few: 'Пропадут {n} неотправленные записи и всё, что не сохранено.',
    many: 'Пропадут {n} неотправленных записей и всё, что не сохранено.',
    other: 'Пропадут {n} неотправленной записи и всё, что не сохранено.',
  },
  'sign.unsent': {
    one:
      'В этом браузере ещё не отправлена {n} запись. Она отправится, когда войдёт её владелец, ' +
      'и пропадёт, если войдёт кто-то другой.',
    few:
      'В этом браузере ещё не отправлены {n} записи. Они отправятся, когда войдёт их владелец, ' +
      'и пропадут, если войдёт кто-то другой.',
    many:
      'В этом браузере ещё не отправлены {n} записей. Они отправятся, когда войдёт их владелец, ' +
      'и пропадут, если войдёт кто-то другой.',
    other:
      'В этом браузере ещё не отправлены {n} записи. Они отправятся, когда войдёт их владелец, ' +
      'и пропадут, если войдёт кто-то другой.',
  },
  'sign.pitch.1': 'Отметьте день одной клавишей или одним касанием.',
  'sign.pitch.2': 'Смотрите, как складываются серия, год и перемены к лучшему.',
  'sign.pitch.3': 'Дневник ваш: всё можно забрать с собой в любой момент.',

  'today.greeting.night': 'Не спится, {name}?',
  'today.greeting.morning': 'Доброе утро, {name}',
  'today.greeting.day': 'Добрый день, {name}',
  'today.greeting.evening': 'Добрый вечер, {name}',
  'today.question': 'Как проходит день?',
  'today.question.more': 'А как сейчас?',
  'today.keys': 'или нажмите клавишу от 1 до 5',
  'today.recorded': 'Записано: {mood}',
  'today.recorded.waiting':
    'Сохранено на этом устройстве: {mood}. Отправим, как только появится связь.',
  'today.note.title': 'Хотите что-нибудь запомнить об этом дне?',
  'today.note.later': 'Не сейчас',
  'today.note.saved': 'Заметка сохранена.',
  'today.entries': 'Сегодня',
  'today.week': 'Эта неделя',
  'today.fill': '{day}: записи нет. Заполнить',
  'today.first': 'Здесь начинается ваш первый день. Как он проходит?',

  'streak.title': 'Серия',
  'streak.days': {
    one: 'день подряд',
    few: 'дня подряд',
    many: 'дней подряд',
    other: 'дня подряд',
  },
  'streak.told': {
    one: '{n} день подряд',
    few: '{n} дня подряд',
    many: '{n} дней подряд',
    other: '{n} дня подряд',
  },
  'streak.none': 'Пока серии нет',
  'streak.none.lead': 'Одна запись сегодня — и начнётся новая.',
  'streak.longest': 'Самая долгая',
  'streak.longest.days': { one: '{n} день', few: '{n} дня', many: '{n} дней', other: '{n} дня' },
  'streak.record': 'Это ваша самая долгая серия.',
  'streak.until': 'Чтобы не прервать её, сделайте запись до {time}.',
  'streak.safe': 'Не прервётся до {time}.',
  'streak.percentile': 'Дольше, чем {percent} серий у остальных',
  'streak.compared': {
    one: 'в сравнении с {n} человеком',
    few: 'в сравнении с {n} людьми',
    many: 'в сравнении с {n} людьми',
    other: 'в сравнении с {n} человека',
  },

  'outbox.waiting': {
    one: '{n} запись ждёт связи',
    few: '{n} записи ждут связи',
    many: '{n} записей ждут связи',
    other: '{n} записи ждут связи',
  },
  'outbox.send': 'Отправить сейчас',
  'outbox.sent': {
    one: 'Отправлена {n} запись',
    few: 'Отправлены {n} записи',
    many: 'Отправлено {n} записей',
    other: 'Отправлено {n} записи',
  },
  'outbox.refused': 'Запись не принята: {reason}',
  'outbox.badge': 'ждёт связи',

  'entry.note': 'Заметка',
  'entry.note.placeholder': 'Почему так?',
  'entry.tags': 'Метки',
  'entry.tags.hint': 'После каждой — Enter или запятая',
  'entry.tags.add': 'Добавить метку «{tag}»',
  'entry.tags.remove': 'Убрать метку «{tag}»',
  'entry.tags.recent': 'Частые',
  'entry.word': 'Своим словом',
  'entry.word.hint': 'Вместо обычного: например, «ностальгия»',
  'entry.mood': 'Настроение',
  'entry.day': 'День',
  'entry.save-note': 'Сохранить заметку',
  'entry.edit.title': 'Изменить запись',
  'entry.deleted': 'Запись удалена',
  'entry.delete.failed': 'Удалить запись не удалось, она на месте.',
  'entry.streak': { one: '{n}-й день', few: '{n}-й день', many: '{n}-й день', other: '{n}-й день' },
  'entry.changed-elsewhere':
    'Тем временем запись изменилась, возможно, на другом устройстве. ' +
    'Сохраните ещё раз, чтобы заменить её.',
  'entry.actions': '{mood}, {day}',

  'year.fill': 'Каким был этот день?',
  'year.fill.more': 'Добавить ещё запись',
  'year.filled': 'День заполнен.',

  'achievements.points': { one: '{n} очко', few: '{n} очка', many: '{n} очков', other: '{n} очка' },
  'achievements.new': {
    one: 'Новое достижение',
    few: 'Новые достижения',
    many: 'Новые достижения',
    other: 'Новые достижения',
  },
  'achievements.lovely': 'Здорово',

  'settings.delete.done': 'Учётная запись удалена. Берегите себя.',
};
