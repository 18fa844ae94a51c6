// What a portal's page that prints the headers it received says of the guard in front of it.
//
// One header a line, "Remote-User: mia@example.com" or "HTTP_REMOTE_USER=mia@example.com"; other
// lines may stand around them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doorward::inspect {

struct Person {
  std::string email;
  std::string name;
  std::vector<std::string> groups;

  bool operator==(const Person&) const = default;
};

// Of /auth/api/me's answer. None when it is something else.
std::optional<Person> person_of(const std::string& json);

struct Echoed {
  std::string name;  // "REMOTE_USER", however it was spelt
  std::string value;
};
std::vector<Echoed> echoed(std::string_view body);

// False for a page that prints no headers.
bool is_echo(const std::vector<Echoed>& lines);

// Sentences about what must not be: another identity than `person`'s under any spelling of
// Remote-*, or none at all.
std::vector<std::string> identity_faults(std::string_view body, const Person& person);
// Doorward's cookies, or the token wherever it stands. No sentence holds it.
std::vector<std::string> cookie_faults(std::string_view body, std::string_view token);

// Names of other headers that hold `mark`: a client can set them, and a portal must not believe
// them.
std::vector<std::string> passed_on(const std::vector<Echoed>& lines, std::string_view mark);

}  // namespace doorward::inspect
