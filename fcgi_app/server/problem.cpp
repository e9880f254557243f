#include "server/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "server/json.hpp"
#include "shared/civil_day.hpp"

namespace daymark::server {
namespace {

/// In each language: one that lacks it does not compile.
class Text {
 public:
  template <class... Texts>
  requires(sizeof...(Texts) == shared::kLanguages.size()) constexpr Text(Texts... texts)
      : texts_{texts...} {}

  /// Of what has no text.
  static constexpr Text none() { return Text{}; }

  [[nodiscard]] std::string_view in(Language language) const {
    return shared::in(texts_, language);
  }

 private:
  constexpr Text() = default;

  shared::PerLanguage<std::string_view> texts_;
};

struct ProblemPage {
  int status;
  std::string_view code;
  Text title;
  Text detail;
};

// A table. No switch has a default: a new enumerator does not compile until it has a case.
ProblemPage page(Problem problem) {
  switch (problem) {
    case Problem::kBadRequest:
      return {400,
              "bad-request",
              {"Bad request", "Неверный запрос"},
              {"The request is not valid HTTP. Methods, for example, are written in capitals.",
               "Запрос не соответствует HTTP. Методы, например, пишутся заглавными буквами."}};
    case Problem::kPlainHttp:
      return {400,
              "plain-http",
              {"Not over TLS", "Без TLS"},
              {"This address speaks TLS only: write https:// instead of http://.",
               "Этот адрес работает только по TLS: пишите https:// вместо http://."}};
    case Problem::kMalformedJson:
      return {400,
              "malformed-json",
              {"Malformed JSON", "Некорректный JSON"},
              {"The body is not well-formed JSON in UTF-8, nested at most 16 levels deep.",
               "Тело запроса — не корректный JSON в UTF-8 с вложенностью не больше 16 уровней."}};
    case Problem::kMalformedCsv:
      return {400,
              "malformed-csv",
              {"Malformed CSV", "Некорректный CSV"},
              {"The body is not well-formed CSV (RFC 4180) in UTF-8.",
               "Тело запроса — не корректный CSV (RFC 4180) в UTF-8."}};
    case Problem::kMalformedHeader:
      return {
          400,
          "malformed-header",
          {"Malformed header", "Некорректный заголовок"},
          {"The header named in header does not have the form that it must have, or is there more "
           "than once.",
           "У заголовка, который назван в header, неверная форма, или он указан не один раз."}};
    case Problem::kNotSignedIn:
      return {401,
              "not-signed-in",
              {"Not signed in", "Вход не выполнен"},
              {"Sign in first: the request has no session, or one that has ended.",
               "Сначала войдите: в запросе нет сеанса, или он уже завершён."}};
    case Problem::kWrongCredentials:
      return {401,
              "wrong-credentials",
              {"Wrong username or password", "Неверное имя или пароль"},
              {"There is no account with this username and password.",
               "Учётной записи с таким именем и паролем нет."}};
    case Problem::kWrongPassword:
      return {403,
              "wrong-password",
              {"Wrong password", "Неверный пароль"},
              {"current_password is not the password of this account.",
               "current_password — не пароль этой учётной записи."}};
    case Problem::kSignUpClosed:
      return {403,
              "sign-up-closed",
              {"Sign-up is closed", "Регистрация закрыта"},
              {"Nobody can sign up here at present.", "Сейчас здесь нельзя зарегистрироваться."}};
    case Problem::kCrossSite:
      return {403,
              "cross-site",
              {"Request from another site", "Запрос с другого сайта"},
              {"Another site may not change anything here on your behalf.",
               "Другой сайт не может ничего менять здесь от вашего имени."}};
    case Problem::kAdminsOnly:
      return {403,
              "admins-only",
              {"For administrators only", "Только для администраторов"},
              {"Only an administrator may do this.", "Это может делать только администратор."}};
    case Problem::kNotFound:
      return {404,
              "not-found",
              {"Not found", "Не найдено"},
              {"There is nothing at this address.", "По этому адресу ничего нет."}};
    case Problem::kMethodNotAllowed:
      return {405,
              "method-not-allowed",
              {"Method not allowed", "Метод не поддерживается"},
              {"This address does not understand the method; the Allow header lists those it does.",
               "Этот адрес не понимает такой метод; допустимые перечислены в заголовке Allow."}};
    case Problem::kTimeout:
      return {408,
              "timeout",
              {"Request timed out", "Время ожидания запроса истекло"},
              {"The request took too long to arrive.", "Запрос передавался слишком долго."}};
    case Problem::kOtherAccount:
      return {409,
              "other-account",
              {"Signed in as somebody else", "Вход выполнен под другим именем"},
              {"The request is meant for another account than the one that is signed in; nothing "
               "was done.",
               "Запрос предназначен не той учётной записи, в которую выполнен вход; ничего не "
               "сделано."}};
    case Problem::kUsernameTaken:
      return {409,
              "username-taken",
              {"Username taken", "Имя занято"},
              {"Somebody has this username already.", "Это имя пользователя уже занято."}};
    case Problem::kImportRunning:
      return {409,
              "import-running",
              {"An import is running", "Импорт уже идёт"},
              {"Another import into this account has not ended yet.",
               "Предыдущий импорт в эту учётную запись ещё не завершён."}};
    case Problem::kCodeTaken:
      return {409,
              "code-taken",
              {"Code taken", "Код занят"},
              {"There is an achievement with this code already.",
               "Достижение с таким кодом уже есть."}};
    case Problem::kAlreadyAwarded:
      return {409,
              "already-awarded",
              {"Already awarded", "Уже присуждено"},
              {"This account has the achievement already; award tells since when.",
               "У этой учётной записи уже есть такое достижение; с какого времени, сказано в "
               "award."}};
    case Problem::kAccountFull:
      return {409,
              "account-full",
              {"No room left", "Нет места"},
              {"This account has no room for that, and nothing was stored; delete entries to make "
               "room.",
               "В этой учётной записи больше нет места, и ничего не сохранено; чтобы его "
               "освободить, удалите часть записей."}};
    case Problem::kVersionMismatch:
      return {
          412,
          "version-mismatch",
          {"Changed in the meantime", "Уже изменено"},
          {"The current version is not one that If-Match names, or one that If-None-Match names.",
           "Текущая версия не указана в If-Match или указана в If-None-Match."}};
    case Problem::kBodyTooLarge:
      return {413,
              "body-too-large",
              {"Body too large", "Слишком большое тело запроса"},
              {"A body may have 64 KiB, that of an import 256 MiB.",
               "Тело запроса может занимать 64 КиБ, при импорте — 256 МиБ."}};
    case Problem::kUriTooLong:
      return {414,
              "uri-too-long",
              {"Address too long", "Слишком длинный адрес"},
              {"The request's address is too long.", "Адрес запроса слишком длинный."}};
    case Problem::kUnsupportedMediaType:
      return {415,
              "unsupported-media-type",
              {"Unsupported media type", "Неподдерживаемый тип данных"},
              {"Send the body with Content-Type: application/json and without Content-Encoding; an "
               "import can be text/csv too.",
               "Отправьте тело с заголовком Content-Type: application/json и без Content-Encoding; "
               "импорт может быть и в text/csv."}};
    case Problem::kInvalid:
      return {422,
              "invalid",
              {"Invalid values", "Недопустимые значения"},
              {"Some values cannot be accepted; each is listed in errors.",
               "Некоторые значения недопустимы; все они перечислены в errors."}};
    case Problem::kTooManyRequests:
      return {429,
              "too-many-requests",
              {"Too many requests", "Слишком много запросов"},
              {"Too many requests came from this address; try again later.",
               "С этого адреса пришло слишком много запросов; попробуйте позже."}};
    case Problem::kTooManySignIns:
      return {429,
              "too-many-sign-ins",
              {"Too many failed attempts", "Слишком много неудачных попыток"},
              {"Signing in to this account has failed too often; Retry-After tells when to try "
               "again.",
               "Слишком много неудачных попыток входа в эту учётную запись; когда пробовать снова, "
               "сказано в Retry-After."}};
    case Problem::kDailyTaskLimit:
      return {429,
              "daily-task-limit",
              {"That is enough for today", "На сегодня хватит"},
              {"You have as many tasks as you may have in one day; Retry-After tells when the next "
               "ones are possible.",
               "У вас уже столько задач, сколько можно завести за один день; когда можно будет "
               "добавить новые, сказано в Retry-After."}};
    case Problem::kHeadersTooLarge:
      return {431,
              "headers-too-large",
              {"Headers too large", "Слишком большие заголовки"},
              {"The request's headers are too large.", "Заголовки запроса слишком большие."}};
    case Problem::kInternal:
      return {500,
              "internal",
              {"Internal error", "Внутренняя ошибка"},
              {"Something went wrong here. It has been logged under this request_id.",
               "Что-то пошло не так. Ошибка записана в журнал под этим request_id."}};
    case Problem::kBadGateway:
      return {502,
              "bad-gateway",
              {"No answer", "Нет ответа"},
              {"The application stopped before it answered; whether the request took effect is "
               "unknown.",
               "Приложение остановилось, не ответив; неизвестно, выполнен ли запрос."}};
    case Problem::kUnavailable:
      return {503,
              "unavailable",
              {"Temporarily unavailable", "Временно недоступно"},
              {"The service cannot answer now; try again in a moment.",
               "Сервис сейчас не может ответить; попробуйте чуть позже."}};
    case Problem::kGatewayTimeout:
      return {
          504,
          "gateway-timeout",
          {"No answer in time", "Ответ не получен вовремя"},
          {"The application did not answer in time; whether the request took effect is unknown.",
           "Приложение не ответило вовремя; неизвестно, выполнен ли запрос."}};
  }
  return {0, {}, Text::none(), Text::none()};
}

/// Follows the detail of what is malformed.
constexpr Text kInLine{" The error is in line {}.", " Ошибка в строке {}."};

/// What is counted in "at least 1 character", "не меньше 8 символов".
struct Unit {
  Text one;
  Text other;
};

constexpr Unit kCharacters{{"character", "символа"}, {"characters", "символов"}};
constexpr Unit kBytes{{"byte", "байта"}, {"bytes", "байт"}};
constexpr Unit kTexts{{"text", "строки"}, {"texts", "строк"}};
constexpr Unit kFields{{"field", "поля"}, {"fields", "полей"}};
constexpr Unit kDays{{"day", "дня"}, {"days", "дней"}};

/// Russian counts 21, 31, … like 1. Its texts have the genitive after "не больше": no other form.
bool is_one(long number, Language language) {
  switch (language) {
    case Language::kEnglish:
      return number == 1;
    case Language::kRussian:
      return number % 10 == 1 && number % 100 != 11;
  }
  return false;
}

/// `3,660`, in Russian with a space that no line ends at. `number` is not negative.
std::string grouped(long number, Language language) {
  constexpr std::size_t kGroup = 3;
  const auto separator = Text{",", "\u00A0"}.in(language);
  auto digits = std::to_string(number);
  for (auto at = digits.size(); at > kGroup;) {
    at -= kGroup;
    digits.insert(at, separator);
  }
  return digits;
}

std::string counted(long number, const std::optional<Unit>& unit, Language language) {
  auto text = grouped(number, language);
  if (unit) {
    text += ' ';
    text += (is_one(number, language) ? unit->one : unit->other).in(language);
  }
  return text;
}

/// Follows the detail of what there is no room for.
constexpr Text kCapacity{" It may have {}.", " В ней помещается не больше {}."};
constexpr Unit kEntries{{"entry", "записи"}, {"entries", "записей"}};
constexpr Text kOfTexts{"MiB of text", "МиБ текста"};

struct FlawPage {
  std::string_view code;
  Text detail;  // {0} and {1}: the fault's bounds, with the unit
  std::optional<Unit> unit = std::nullopt;
};

// A table. So is that of the problems.
FlawPage page(Flaw flaw) {
  switch (flaw) {
    case Flaw::kRequired:
      return {"required", {"This is required.", "Это обязательное значение."}};
    case Flaw::kFeelingRequired:
      return {"required",
              {"mood, rating or both are required.", "Нужно mood, rating или и то и другое."}};
    case Flaw::kTimeRequired:
      return {
          "required",
          {"recorded_at, day or both are required.", "Нужно recorded_at, day или и то и другое."}};
    case Flaw::kUnknownField:
      return {"unknown-field", {"There is no such field.", "Такого поля нет."}};
    case Flaw::kUnknownParameter:
      return {"unknown-parameter", {"There is no such parameter.", "Такого параметра нет."}};
    case Flaw::kDuplicate:
      return {"duplicate", {"This is there more than once.", "Это указано больше одного раза."}};
    case Flaw::kNoObject:
      return {"wrong-type", {"This must be a JSON object.", "Нужен объект JSON."}};
    case Flaw::kNoArray:
      return {"wrong-type", {"This must be an array of texts.", "Нужен массив строк."}};
    case Flaw::kNoText:
      return {"wrong-type", {"This must be a text in quotes.", "Нужна строка в кавычках."}};
    case Flaw::kNoNumber:
      return {"wrong-type",
              {"This must be a whole number from {0} to {1}, without quotes.",
               "Нужно целое число от {0} до {1}, без кавычек."}};
    case Flaw::kNoBoolean:
      return {"wrong-type", {"This must be true or false.", "Нужно true или false."}};
    case Flaw::kOutOfRange:
      return {"out-of-range",
              {"This must be a whole number from {0} to {1}.", "Нужно целое число от {0} до {1}."}};
    case Flaw::kTooShort:
      return {
          "too-short", {"This must be at least {0} long.", "Нужно не меньше {0}."}, kCharacters};
    case Flaw::kTooLong:
      return {"too-long", {"This must be at most {1} long.", "Нужно не больше {1}."}, kCharacters};
    case Flaw::kBlank:
      return {"blank",
              {"This must have something that can be seen, not only spaces.",
               "Здесь должно быть что-то видимое, а не только пробелы."}};
    case Flaw::kTooManyBytes:
      return {"too-long",
              {"One entry of a file may have at most {1}.",
               "Одна запись файла может занимать не больше {1}."},
              kBytes};
    case Flaw::kTooManyTexts:
      return {"too-many",
              {"There may be at most {1} here.", "Здесь может быть не больше {1}."},
              kTexts};
    case Flaw::kTooManyFields:
      return {"too-many",
              {"A row may have at most {1}, as many as the first line.",
               "В строке таблицы может быть не больше {1}, как в первой."},
              kFields};
    case Flaw::kTooManyDays:
      return {
          "too-many",
          {"At most {1} can be asked for at once.", "За один раз можно запросить не больше {1}."},
          kDays};
    case Flaw::kNoDay:
      return {"invalid", {"This must be a day like 2026-03-10.", "Нужен день вида 2026-03-10."}};
    case Flaw::kNoPastDay:
      return {"invalid",
              {"This must be a day like 2026-03-10, from {first_day} to today.",
               "Нужен день вида 2026-03-10, с {first_day} по сегодняшний."}};
    case Flaw::kNoInstant:
      return {"invalid",
              {"This must be an instant like 2026-03-10T21:04:00+01:00; its offset has a colon, or "
               "is Z.",
               "Нужен момент времени вида 2026-03-10T21:04:00+01:00; смещение — с двоеточием или "
               "Z."}};
    case Flaw::kNoTimeZone:
      return {"invalid",
              {"This must be an IANA time zone like Europe/Berlin.",
               "Нужен часовой пояс IANA, например Europe/Moscow."}};
    case Flaw::kNoLanguage:
      return {"invalid",
              {"This must be one of these languages: {languages}.",
               "Нужен один из этих языков: {languages}."}};
    case Flaw::kNoUsername:
      return {
          "invalid",
          {"A username has letters and digits of any script and the characters . _ - and begins "
           "with a letter or digit.",
           "Имя состоит из букв и цифр любой письменности и знаков . _ - и начинается с буквы "
           "или цифры."}};
    case Flaw::kNoCode:
      return {"invalid",
              {"A code has letters from a to z, digits and hyphens.",
               "Код состоит из букв от a до z, цифр и дефисов."}};
    case Flaw::kNoUuid:
      return {"invalid",
              {"This must be a UUID like 4b04cbf0-6d2e-4c4e-a0e3-4a2a4f6a3c55.",
               "Нужен UUID вида 4b04cbf0-6d2e-4c4e-a0e3-4a2a4f6a3c55."}};
    case Flaw::kNoTags:
      return {"invalid",
              {R"(This must be a JSON array of texts like ["walk", "sea"].)",
               R"(Нужен массив строк JSON, например ["прогулка", "море"].)"}};
    case Flaw::kNoFormat:
      return {"invalid", {"This must be json or csv.", "Нужно json или csv."}};
    case Flaw::kNoCursor:
      return {"invalid",
              {"This must be the next_cursor of the page before, as it was.",
               "Нужен next_cursor предыдущей страницы, без изменений."}};
    case Flaw::kNumberTooLarge:
      return {"invalid", {"This number is too large.", "Это число слишком велико."}};
    case Flaw::kNotUtf8:
      return {
          "invalid",
          {"This must be percent-encoded UTF-8.", "Нужен текст в UTF-8, закодированный через %."}};
    case Flaw::kRatingConflict:
      return {"conflict",
              {"mood means the rating {0} here; leave rating out, or send the same.",
               "mood здесь означает оценку {0}; уберите rating или пришлите ту же."}};
    case Flaw::kTimeConflict:
      return {"conflict",
              {"recorded_at and day cannot both be sent.",
               "recorded_at и day нельзя прислать вместе."}};
    case Flaw::kDayConflict:
      return {"conflict",
              {"recorded_at is on another day; send one of the two, or both as they agree.",
               "recorded_at приходится на другой день; пришлите что-то одно или согласованные "
               "значения."}};
    case Flaw::kContainsNul:
      return {"contains-nul", {"Text cannot contain U+0000.", "Текст не может содержать U+0000."}};
    case Flaw::kTooCommon:
      return {"too-common",
              {"This password is easy to guess; choose another.",
               "Этот пароль легко угадать; выберите другой."}};
    case Flaw::kSameAsUsername:
      return {"same-as-username",
              {"The password must be something else than the username.",
               "Пароль не должен совпадать с именем пользователя."}};
    case Flaw::kOneCharacter:
      return {"one-character",
              {"One character over and over is too easy to guess; choose another password.",
               "Один и тот же символ подряд слишком легко угадать; выберите другой пароль."}};
    case Flaw::kInFuture:
      return {"in-future",
              {"This is in the future: the last possible day is today, the last possible instant "
               "now.",
               "Это в будущем: последний возможный день — сегодня, последний возможный момент — "
               "сейчас."}};
    case Flaw::kTooEarly:
      return {
          "too-early",
          {"The first possible day is {first_day}.", "Самый ранний возможный день — {first_day}."}};
    case Flaw::kKeyReused:
      return {"key-reused",
              {"This key was used for another request.", "Этот ключ уже был у другого запроса."}};
    case Flaw::kReadOnly:
      return {"read-only",
              {"This cannot be changed; leave it out, or send it as it is.",
               "Это изменить нельзя: не указывайте это поле или укажите его без изменений."}};
    case Flaw::kNoSuchAchievement:
      return {"unknown",
              {"There is no achievement with this code; GET /achievements lists all.",
               "Достижения с таким кодом нет; все перечислены в GET /achievements."}};
  }
  return {{}, Text::none()};
}

std::string codes_of_languages() {
  std::string codes;
  for (const auto language : shared::kLanguages) {
    codes += codes.empty() ? "" : ", ";
    codes += shared::code(language);
  }
  return codes;
}

void write_place(json::Writer& out, const Fault& fault) {
  switch (fault.in) {
    case Fault::In::kBody:
      out.key("pointer").text("#" + fault.at);
      break;
    case Fault::In::kQuery:
      out.key("parameter").text(fault.at);
      break;
    case Fault::In::kHeader:
      out.key("header").text(fault.at);
      break;
  }
  if (fault.row) {
    out.key("row").number(*fault.row);
  }
}

void write_faults(json::Writer& out, const Faults& faults, Language language) {
  out.key("errors").begin_array();
  for (const auto& fault : std::span{faults}.first(std::min(faults.size(), kFaultsMax))) {
    out.begin_object();
    write_place(out, fault);
    out.key("code").text(code(fault.flaw));
    out.key("detail").text(detail(fault, language));
    out.end_object();
  }
  out.end_array();
}

}  // namespace

int status(Problem problem) { return page(problem).status; }

std::string_view code(Problem problem) { return page(problem).code; }

std::string_view code(Flaw flaw) { return page(flaw).code; }

std::string detail(const Fault& fault, Language language) {
  const auto text = page(fault.flaw);
  return fmt::format(fmt::runtime(text.detail.in(language)),
                     counted(fault.least, text.unit, language),
                     counted(fault.greatest, text.unit, language),
                     fmt::arg("first_day", shared::to_string(shared::kFirstDay)),
                     fmt::arg("languages", codes_of_languages()));
}

std::string problem_body(const Refusal& refusal, Language language, std::string_view request_id) {
  const auto text = page(refusal.problem());
  std::string detail{text.detail.in(language)};
  json::Writer out;
  out.begin_object();
  out.key("type").text(fmt::format("urn:daymark:problem:{}", text.code));
  out.key("title").text(text.title.in(language));
  out.key("status").number(text.status);
  out.key("code").text(text.code);
  if (const auto line = refusal.line()) {
    detail += fmt::format(fmt::runtime(kInLine.in(language)), line->number);
  }
  if (const auto capacity = refusal.capacity()) {
    const auto unit = capacity->of == Capacity::Of::kEntries ? kEntries : Unit{kOfTexts, kOfTexts};
    detail += fmt::format(fmt::runtime(kCapacity.in(language)),
                          counted(capacity->number, unit, language));
  }
  out.key("detail").text(detail);
  out.key("request_id").text(request_id);
  if (const auto line = refusal.line()) {
    out.key("line").number(line->number);
  }
  if (!refusal.faults().empty()) {
    write_faults(out, refusal.faults(), language);
  }
  if (const auto& extra = refusal.extra()) {
    out.raw(std::string_view{extra->json}.substr(1, extra->json.size() - 2));
  }
  out.end_object();
  return out.take();
}

Response render(const Refusal& refusal, const Request& request) {
  Response response{
      .status = status(refusal.problem()),
      .content_type = "application/problem+json",
      .headers = {{"Content-Language", std::string(shared::code(request.language))},
                  {"Vary", "Accept-Language"},
                  {"Cache-Control", "no-store"}},
      .body = problem_body(refusal, request.language, request.request_id),
  };
  if (response.status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  if (response.status == 429 || response.status == 503) {
    response.headers.emplace_back("Retry-After", std::to_string(refusal.retry_after().count()));
  }
  return response;
}

const std::vector<Problem>& all_problems() {
  static const std::vector problems = [] {
    std::vector<Problem> all;
    for (int i = 0; i <= static_cast<int>(Problem::kGatewayTimeout); ++i) {
      all.push_back(static_cast<Problem>(i));
    }
    return all;
  }();
  return problems;
}

}  // namespace daymark::server
