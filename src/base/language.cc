#include "base/language.h"

#include <array>
#include <stdexcept>

#include <unicode/dtptngen.h>
#include <unicode/localebuilder.h>
#include <unicode/locdspnm.h>
#include <unicode/simpleformatter.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include "base/config.h"

namespace doorward {
namespace {

using icu::UnicodeString;

void require(UErrorCode status, const char* what) {
  if (U_FAILURE(status))
    throw std::runtime_error(std::string("ICU: ") + what + ": " + u_errorName(status));
}

std::unique_ptr<icu::TimeZone> zone_of(const std::string& name) {
  std::unique_ptr<icu::TimeZone> zone(
      name.empty() ? icu::TimeZone::detectHostTimeZone()
                   : icu::TimeZone::createTimeZone(UnicodeString::fromUTF8(name)));
  if (zone && *zone != icu::TimeZone::getUnknown()) return zone;
  if (!name.empty())
    throw ConfigError("time_zone: there is no zone '" + name + "'; write it like Europe/Berlin");
  return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone("Etc/UTC"));
}

// Spoken where the zone is, for there its name is known: "CET" in Berlin, "EST" in New York. Digits
// are those of the codes that people type, and years those of everybody.
icu::Locale locale_of(const std::string& code, const icu::TimeZone& zone) {
  UErrorCode status = U_ZERO_ERROR;
  icu::LocaleBuilder builder;
  builder.setLanguageTag(code);
  UnicodeString id;
  std::array<char, 4> region{};
  icu::TimeZone::getRegion(zone.getID(id), region.data(), region.size(), status);
  if (U_SUCCESS(status) && code.find('-') == std::string::npos) builder.setRegion(region.data());
  status = U_ZERO_ERROR;
  builder.setUnicodeLocaleKeyword("nu", "latn").setUnicodeLocaleKeyword("ca", "gregory");
  auto locale = builder.build(status);
  require(status, code.c_str());
  return locale;
}

std::string name_in_itself(const icu::Locale& language) {
  std::array<UDisplayContext, 1> contexts{UDISPCTX_CAPITALIZATION_FOR_UI_LIST_OR_MENU};
  const std::unique_ptr<icu::LocaleDisplayNames> names(
      icu::LocaleDisplayNames::createInstance(language, contexts.data(), contexts.size()));
  UnicodeString name;
  std::string text;
  names->localeDisplayName(language, name).toUTF8String(text);
  return text;
}

}  // namespace

struct Language::Formats {
  using Format = icu::SimpleDateFormat;

  Formats(const icu::Locale& locale, const icu::TimeZone& zone) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::DateTimePatternGenerator> patterns(
        icu::DateTimePatternGenerator::createInstance(locale, status));
    require(status, locale.getName());
    const auto date = patterns->getBestPattern("yMMMMd", status);
    // With hours from 0 to 23 everywhere: what a code's end is must not hang on "am".
    const auto time = patterns->getBestPattern("Hmz", status);
    UnicodeString both;
    icu::SimpleFormatter(patterns->getDateTimeFormat(), 2, 2, status)
        .format(time, date, both, status);
    const auto make = [&](const UnicodeString& pattern, const icu::TimeZone& of) {
      auto format = std::make_unique<Format>(pattern, locale, status);
      require(status, locale.getName());
      format->setTimeZone(of);
      return format;
    };
    time_of_day = make(time, zone);
    date_there = make(date, zone);
    date_and_time = make(both, zone);
    day = make(date, *icu::TimeZone::getGMT());
  }

  static std::string text(const Format& format, Timestamp time) {
    using std::chrono::milliseconds;
    const auto since_epoch =
        std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
    UnicodeString written;
    std::string text;
    format.format(static_cast<UDate>(since_epoch), written).toUTF8String(text);
    return text;
  }

  std::unique_ptr<Format> time_of_day, date_there, date_and_time, day;
};

Language::Language(const std::string& code, const std::string& time_zone) : code_(code) {
  const auto zone = zone_of(time_zone);
  UErrorCode status = U_ZERO_ERROR;
  const auto plain = icu::Locale::forLanguageTag(code, status);
  require(status, code.c_str());
  name_ = name_in_itself(plain);
  right_to_left_ = plain.isRightToLeft() != 0;
  formats_ = std::make_unique<Formats>(locale_of(code, *zone), *zone);
}

Language::Language(Language&&) noexcept = default;
Language::~Language() = default;

std::string Language::time_of_day(Timestamp time) const {
  return Formats::text(*formats_->time_of_day, time);
}
std::string Language::date(Timestamp time) const {
  return Formats::text(*formats_->date_there, time);
}
std::string Language::date_and_time(Timestamp time) const {
  return Formats::text(*formats_->date_and_time, time);
}
std::string Language::day(Timestamp midnight) const {
  return Formats::text(*formats_->day, midnight);
}

}  // namespace doorward
