// People in a file of another system, read column by column: what a line says of a person, or why
// it can't be taken.
//
// Columns are known by their names, whatever their case and punctuation: our own (email, name,
// company, groups), and those that Microsoft Graph and the Azure portal write for Azure AD B2C.
// There the address is the first that is there of: the one the person signs in with (identities,
// signInNames.emailAddress), mail, a single other address (otherMails, alternateEmailAddress), and
// userPrincipalName unless it is one of *.onmicrosoft.com, where nobody has a mailbox. A line whose
// accountEnabled is false is refused. companyName is not read: in B2C people may write it
// themselves.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "domain/email.h"

namespace doorward {

struct ImportLine {
  Email email;
  std::string name;
  std::optional<std::string> company;              // its slug; none: the address tells
  std::optional<std::vector<std::string>> groups;  // sorted; none: the file doesn't speak of them
};

struct RefusedLine {
  std::string address;  // as it stands there, any bytes; "" when there is none
  std::string reason;
};

class ImportColumns {
 public:
  // Of the names in a file's first record; else a sentence that says what is wrong with them.
  static std::variant<ImportColumns, std::string> from_header(
      const std::vector<std::string>& names);

  std::variant<ImportLine, RefusedLine> read(const std::vector<std::string>& fields) const;

  // The names of those that are read, as they stand in the file.
  const std::vector<std::string>& used() const { return used_; }

  enum class Kind {
    email,
    identities,
    sign_in_name,
    mail,
    other_mails,
    principal,
    name,
    given_name,
    surname,
    company,
    groups,
    enabled,
  };

 private:
  // The first column of that kind with something in it, without blanks around; "" for none.
  std::string value(Kind kind, const std::vector<std::string>& fields) const;
  bool has(Kind kind) const;
  std::string address(const std::vector<std::string>& fields) const;
  std::optional<std::string> name(const std::vector<std::string>& fields, const Email& email) const;

  std::vector<std::pair<Kind, std::size_t>> columns_;
  std::vector<std::string> used_;
  std::size_t count_ = 0;
};

}  // namespace doorward
